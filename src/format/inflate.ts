/** Bytes from base64 of a raw deflate stream: gzip finds nothing to save in the base64 of plain wasm, so it is packed before it becomes text. */
export async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const characters = atob(base64);
  const packed = new Uint8Array(characters.length);
  // A loop: `Uint8Array.from` with a function takes ten times as long, on the page's thread.
  for (let i = 0; i < packed.length; i++) packed[i] = characters.charCodeAt(i);
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}
