/** Whether this page may save files, as far as it can know: a sandbox without `allow-downloads` drops them without a word. */
export function mayDownload(frame: Window = window): boolean | undefined {
  // A sandbox without its origin hides its other rules too.
  if (frame.origin === 'null') return frame === frame.top ? true : undefined;
  try {
    for (let own = frame; own !== own.parent; own = own.parent) {
      const sandbox = own.frameElement?.hasAttribute('sandbox') ? (own.frameElement as HTMLIFrameElement).sandbox : undefined;
      if (sandbox && !sandbox.contains('allow-downloads')) return false;
    }
  } catch {
    // A page above is another site's: its rules cannot be read.
  }
  return true;
}

/** Hands a file to the browser to save. */
export function saveFile(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), {href, download: name}).click();
  // The download has begun with the click, in some browsers a little later.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
