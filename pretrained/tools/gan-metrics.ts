import type {Metric} from '../../src/format/manifest.js';
import {copyMetrics} from './copying.js';
import {loadData} from './data.js';
import {readExtract} from './extract.js';
import {GeneratorNet} from './gan-nets.js';
import {readModel} from './model-folder.js';
import {pixelGaussian} from './pixel-gaussian.js';
import {priorDraws} from './prior-draws.js';
import type {GanRecipe} from './recipe.js';
import {SAMPLES, SAMPLE_SEED, SampleMeter, type Sampler, imagesOf} from './sample-metrics.js';
import {VaeNets} from './vae-nets.js';
import type {Evaluation} from './workshop.js';

/** Images whose mean and covariance the normal distribution has that a GAN is compared with. */
const GAUSSIAN_IMAGES = 10_000;

/** Every published figure of a GAN; on the extract those of as many samples as it has images, and no baselines. */
export function ganMetrics(
  {data, judge, rival}: GanRecipe,
  {graphs, extract}: Pick<Evaluation, 'graphs' | 'extract'>,
): Record<string, Metric> {
  const [real, split] = extract ? [readExtract(data), 'test extract'] : [loadData(data, 'test'), 'test'];
  const count = extract ? real.count : SAMPLES;
  const net = new GeneratorNet(graphs);
  const meter = new SampleMeter(judge, real, split);
  const samples = net.sampler(SAMPLE_SEED);
  const many = count === real.count ? '' : `${count.toLocaleString('en')} `;
  const {fld, ...rest} = meter.metrics(count, samples, `${many}samples of seed ${SAMPLE_SEED}`, net.asked);
  const all = extract ? {fld: fld!, ...rest} : {fld: fld!, ...baselines(data, rival, meter), ...rest, ...copyMetrics(data, samples, real)};
  meter.dispose();
  net.dispose();
  return all;
}

/** The distance that the data themselves have, and that of another model: a VAE, or one that knows only mean and covariance. */
function baselines(data: GanRecipe['data'], rival: string | undefined, meter: SampleMeter): Record<string, Metric> {
  const training = loadData(data, 'train');
  return {
    fldFloor: meter.distanceMetric(SAMPLES, imagesOf(training), `the first ${SAMPLES.toLocaleString('en')} training images`),
    ...(rival
      ? {fldRival: rivalDistance(rival, meter)}
      : {
          fldGaussian: meter.distanceMetric(
            SAMPLES,
            pixelGaussian(training, GAUSSIAN_IMAGES, SAMPLE_SEED),
            `normal distribution of ${GAUSSIAN_IMAGES.toLocaleString('en')} training images, seed ${SAMPLE_SEED}`,
          ),
        }),
  };
}

function rivalDistance(rival: string, meter: SampleMeter): Metric {
  const nets = new VaeNets(readModel(rival).graphs);
  const decoded: Sampler = (start, end) => nets.decode(priorDraws(nets.latent, SAMPLE_SEED, start, end));
  const metric = meter.distanceMetric(
    SAMPLES,
    decoded,
    `${rival}: decoded means of ${SAMPLES.toLocaleString('en')} draws from the prior, seed ${SAMPLE_SEED}`,
  );
  nets.dispose();
  return metric;
}
