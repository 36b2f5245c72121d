// Padding: an image copied into a larger frame of zeros, so that no loop over patches meets a border. The frame is cleared once per batch; the copy never touches its border.

/** Copies image [height, width, channels] into a frame of `frameHeight` × `frameWidth` at (top, left); what does not fit is left out. */
export function copyIntoFrame(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  frame: usize,
  frameHeight: i32,
  frameWidth: i32,
  top: i32,
  left: i32,
): void {
  const rows = min(height, frameHeight - top);
  const bytes = (<usize>(min(width, frameWidth - left) * channels)) << 2;
  for (let y = 0; y < rows; y++) {
    const to = frame + ((<usize>(((y + top) * frameWidth + left) * channels)) << 2);
    const from = image + ((<usize>(y * width * channels)) << 2);
    // memory.copy calls out of wasm: a loop is faster for rows this short.
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
    for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(from + at));
  }
}
