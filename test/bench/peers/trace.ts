/** Where JavaScript begins: a script, a task that calls a function, the promises that wait behind either or behind an answer of the device. */
const ENTRIES = new Set(['EvaluateScript', 'v8.evaluateModule', 'FunctionCall', 'v8.callFunction', 'RunMicrotasks', 'TimerFire']);

type Event = {name: string; ph: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number; args?: {name?: string}};

/** Processor milliseconds of JavaScript on the threads of pages, from what Chromium's tracing has written; what lies within another entry counts once. */
export function javascriptMilliseconds(trace: Uint8Array): number {
  const {traceEvents} = JSON.parse(new TextDecoder().decode(trace)) as {traceEvents: Event[]};
  const placeOf = ({pid, tid}: Event): string => `${pid} ${tid}`;
  const pages = new Set(traceEvents.filter(({name, args}) => name === 'thread_name' && args?.name === 'CrRendererMain').map(placeOf));
  const entries = traceEvents.filter((event) => event.ph === 'X' && ENTRIES.has(event.name) && pages.has(placeOf(event)));
  const ends = new Map<string, number>();
  let sum = 0;
  for (const event of entries.sort((a, b) => a.ts - b.ts || b.dur! - a.dur!)) {
    const place = placeOf(event);
    if (event.ts < (ends.get(place) ?? -Infinity)) continue;
    ends.set(place, event.ts + event.dur!);
    sum += event.tdur ?? event.dur!;
  }
  return sum / 1000;
}
