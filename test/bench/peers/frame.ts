/** Opens a page of this folder in a hidden frame and waits for the one message that it sends. */
export function inFrame<Answer>(page: string, asked: Record<string, string>): Promise<Answer> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = `${page}?${new URLSearchParams(asked).toString()}`;
  return new Promise((resolve) => {
    const hear = ({source, data}: MessageEvent<{answer: Answer}>): void => {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', hear);
      frame.remove();
      resolve(data.answer);
    };
    addEventListener('message', hear);
    document.body.append(frame);
  });
}

/** From within: what the page was asked for, and its answer. */
export const asked = new URLSearchParams(location.search);
export function tell(answer: unknown): void {
  parent.postMessage({answer}, location.origin);
}
