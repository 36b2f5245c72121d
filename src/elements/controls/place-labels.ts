/** A label by its centre and size, in pixels. */
export type Box = {x: number; y: number; width: number; height: number};

const ROUNDS = 60;

/**
 * Moves labels off each other, as little as it takes, and keeps them on a square of `size` pixels. Pairs that overlap are pushed apart along
 * the shorter way; what is not resolved after a fixed number of rounds stays.
 */
export function placeLabels(labels: readonly Box[], size: number): Box[] {
  const placed = labels.map((label) => ({...label}));
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < placed.length; i++) {
      for (let j = i + 1; j < placed.length; j++) moved = separate(placed[i]!, placed[j]!) || moved;
    }
    for (const label of placed) keepInside(label, size);
    if (!moved) break;
  }
  return placed;
}

function separate(a: Box, b: Box): boolean {
  const overlapX = (a.width + b.width) / 2 - Math.abs(a.x - b.x);
  const overlapY = (a.height + b.height) / 2 - Math.abs(a.y - b.y);
  if (overlapX <= 0 || overlapY <= 0) return false;
  if (overlapY <= overlapX) {
    const half = (overlapY / 2) * (a.y <= b.y ? 1 : -1);
    a.y -= half;
    b.y += half;
  } else {
    const half = (overlapX / 2) * (a.x <= b.x ? 1 : -1);
    a.x -= half;
    b.x += half;
  }
  return true;
}

function keepInside(label: Box, size: number): void {
  label.x = Math.min(size - label.width / 2, Math.max(label.width / 2, label.x));
  label.y = Math.min(size - label.height / 2, Math.max(label.height / 2, label.y));
}
