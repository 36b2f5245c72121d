import {html, type TemplateResult} from 'lit';
import {cssProperties} from '../../src/elements/css-properties.js';
import {fixed} from '../../src/elements/numbers.js';
import type {Words} from './locales/words.js';
import type {Probe} from './probe.js';

/** Bars stand on a scale whose ends are whole multiples of this many nats, so that it rests while a point moves. */
const STEP = 1;

type Term = {name: unknown; title: string; nats: number};

/** log p(x) as a running sum: a bar for each term, that begins where the one before has ended. */
export function accountView(words: Words, probe: Probe, logProb: number): TemplateResult {
  const terms: Term[] = [
    {name: words.base, title: words.base, nats: probe.base},
    // Units of the reader's own count with it.
    {name: words.scale, title: words.scale, nats: probe.standardising + logProb - probe.logProb},
    ...probe.couplings.map((nats, k) => ({
      name: html`<span class="layer">${words.layer}</span> ${k + 1}`,
      title: words.coupling(k + 1),
      nats,
    })),
  ];
  const sums = terms.reduce((all, {nats}) => [...all, all.at(-1)! + nats], [0]);
  const [low, high] = [STEP * Math.floor(Math.min(...sums) / STEP), STEP * Math.ceil(Math.max(...sums) / STEP)];
  const from = (sum: number) => (100 * (high - sum)) / (high - low);
  const column = ({name, nats}: Term, start: number, kind: string) => {
    const [top, bottom] = [from(Math.max(start, start + nats)), from(Math.min(start, start + nats))];
    const end = from(start + nats);
    return html`<div class="term">
      <div class="track" ${cssProperties({'--_zero': `${from(0)}%`, '--_end': `${end}%`})}>
        <span class="bar ${kind}" ${cssProperties({top: `${top}%`, height: `${bottom - top}%`})}></span>
      </div>
      <span class="nats">${fixed(nats, 2)}</span><span class="quiet">${name}</span>
    </div>`;
  };
  const said = terms.map(({title, nats}) => ({name: title, nats: fixed(nats, 2)}));
  return html`<div class="account" part="account" role="img" aria-label=${words.sum(said, fixed(logProb, 2))}>
    ${terms.map((term, i) => column(term, sums[i]!, term.nats < 0 ? 'less' : 'more'))}
    ${column({name: words.total, title: '', nats: logProb}, 0, 'total')}
  </div>`;
}
