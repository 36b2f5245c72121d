/** A page of its own in an iframe, with its own policy, globals and core, whose module script is the body of an async function. */
export async function inFrame<Result>(body: string, {csp = '', before = ''} = {}): Promise<Result> {
  const frame = document.createElement('iframe');
  const policy = csp && `<meta http-equiv="Content-Security-Policy" content="${csp}">`;
  frame.srcdoc = `<!doctype html>${policy}<script>${before}</script><script type="module">
    const from = (path) => import(new URL(path, parent.location.origin).href);
    try {
      const {openModel} = await from('/src/client/open-model.ts');
      const {tinyRef, shippedRef, latents} = await from('/test/src/client/tiny-vae.ts');
      const result = await (async () => {${body}})();
      parent.postMessage({result}, '*');
    } catch (error) {
      parent.postMessage({error: String(error?.stack ?? error)}, '*');
    }
  </script>`;
  const answer = new Promise<Result>((resolve, reject) => {
    const receive = ({source, data}: MessageEvent<{result: Result; error?: string}>): void => {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', receive);
      if (data.error === undefined) resolve(data.result);
      else reject(new Error(data.error));
    };
    addEventListener('message', receive);
  });
  document.body.append(frame);
  try {
    return await answer;
  } finally {
    frame.remove();
  }
}
