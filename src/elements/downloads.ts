/** Files that are on their way already, by URL: on the page's global object, since loader and chunks are modules that do not know each other. */
export function downloads(): Record<string, Promise<ArrayBuffer>> {
  const page = globalThis as Record<symbol, unknown>;
  return (page[Symbol.for('generative-elements/downloads')] ??= {}) as Record<string, Promise<ArrayBuffer>>;
}

/** Fetches a file unless it is on its way. A failure is nobody's until somebody asks for the file. */
export function download(url: string): Promise<ArrayBuffer> {
  const load = async () => {
    const response = await fetch(url, {credentials: 'omit'});
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.arrayBuffer();
  };
  const file = (downloads()[url] ??= load());
  file.catch(() => undefined);
  return file;
}
