import {html, nothing, type TemplateResult} from 'lit';
import {painted} from '../../src/elements/controls/painted.js';
import {cssProperties} from '../../src/elements/css-properties.js';
import {stressed} from '../../src/elements/stressed.js';
import type {Manifest} from '../../src/format/manifest.js';
import type {Gallery} from './gallery.js';
import type {LateView} from './late.js';
import {nearestImages, type TrainingImages} from './training-images.js';

const NEIGHBOURS = 4;

/** Percentiles of distances to the nearest of all training images, as the card has them. */
type Spread = {few: number; half: number; n: number};

/** Is it copying? The training images nearest to what is held, and what the card measured with all of them. */
export function copyingPanel(
  gallery: Gallery,
  images: TrainingImages | undefined,
  manifest: Manifest | undefined,
  view: LateView,
): TemplateResult {
  const {words} = view;
  const {shown} = gallery;
  if (!images || !shown || !manifest) return html`<p class="quiet">${words.fetching}</p>`;
  const found = nearestImages(images, shown.picture, shown.at, NEIGHBOURS);
  const round = (value: number) => String(Math.round(value));
  return html`<div class="pictures">
      <figure>
        <canvas role="img" aria-label=${words.held} ${painted(shown.picture, shown.at)}></canvas>
        <figcaption>${words.held}</figcaption>
      </figure>
      ${found.map(({index, distance}) => {
        const name = manifest.data.labels?.[images.labels[index]!] ?? '';
        return html`<figure>
          <canvas role="img" aria-label=${words.neighbour(name, round(distance))} ${painted(images.pictures, index)}></canvas>
          <figcaption>${name} <span class="number">${round(distance)}</span></figcaption>
        </figure>`;
      })}
    </div>
    <p>${stressed(words.nearest(round(found[0]?.distance ?? 0), images.labels.length, images.of.toLocaleString(words.language)))}</p>
    ${verdict(manifest.metrics, found[0]?.distance ?? 0, images, view)}`;
}

/** Whether samples lie nearer to training images than pictures do that nobody can have copied. */
function verdict(metrics: Manifest['metrics'], held: number, images: TrainingImages, {words}: LateView): TemplateResult | typeof nothing {
  const [samples, test] = [spreadOf(metrics, 'nearestSample'), spreadOf(metrics, 'nearestTest')];
  if (!samples || !test) return nothing;
  const widest = 1.1 * Math.max(samples.half, test.half, held);
  const row = (label: string, {few, half}: Spread) =>
    html`<div class="spread">
      <span>${label}</span>
      <span class="track" ${cssProperties({'--_from': `${(100 * few) / widest}%`, '--_to': `${(100 * half) / widest}%`})}
        ><span class="bar"></span
      ></span>
      <span class="number">${words.fromTo(few.toFixed(0), half.toFixed(0))}</span>
    </div>`;
  return html`<div class="spreads">
      ${row(words.samplesOf(samples.n.toLocaleString(words.language)), samples)}
      ${row(words.testOf(test.n.toLocaleString(words.language)), test)}
    </div>
    <p>${stressed(samples.few >= test.few && samples.half >= test.half ? words.notCopying : words.mayCopy)}</p>
    <p class="quiet">${words.howMeasured(images.of.toLocaleString(words.language))}</p>`;
}

function spreadOf(metrics: Manifest['metrics'], name: string): Spread | undefined {
  const [few, half] = [metrics[`${name}5`], metrics[`${name}50`]];
  return few && half && {few: few.value, half: half.value, n: half.n};
}
