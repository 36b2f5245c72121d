import type {Metric} from '../../src/format/manifest.js';
import {copyMetrics} from './copying.js';
import {loadData} from './data.js';
import {readExtract} from './extract.js';
import {GeneratorNet} from './gan-nets.js';
import {pixelGaussian} from './pixel-gaussian.js';
import type {GanRecipe} from './recipe.js';
import {SAMPLES, SAMPLE_SEED, SampleMeter, imagesOf} from './sample-metrics.js';
import type {Evaluation} from './workshop.js';

/** Images whose mean and covariance the normal distribution has that a GAN is compared with. */
const GAUSSIAN_IMAGES = 10_000;

/** Every published figure of a GAN; on the extract those of as many samples as it has images, and no baselines. */
export function ganMetrics({data, judge}: GanRecipe, {graphs, extract}: Pick<Evaluation, 'graphs' | 'extract'>): Record<string, Metric> {
  const [real, split] = extract ? [readExtract(data), 'test extract'] : [loadData(data, 'test'), 'test'];
  const count = extract ? real.count : SAMPLES;
  const net = new GeneratorNet(graphs);
  const meter = new SampleMeter(judge, real, split);
  const samples = net.sampler(SAMPLE_SEED);
  const {fld, ...rest} = meter.metrics(count, samples, `samples of seed ${SAMPLE_SEED}`, net.asked);
  const all = extract ? {fld: fld!, ...rest} : {fld: fld!, ...baselines(data, meter), ...rest, ...copyMetrics(data, samples, real)};
  meter.dispose();
  net.dispose();
  return all;
}

/** The distance that the data themselves have, and that of a model that knows only mean and covariance. */
function baselines(data: GanRecipe['data'], meter: SampleMeter): Record<string, Metric> {
  const training = loadData(data, 'train');
  return {
    fldFloor: meter.distanceMetric(SAMPLES, imagesOf(training), `the first ${SAMPLES.toLocaleString('en')} training images`),
    fldGaussian: meter.distanceMetric(
      SAMPLES,
      pixelGaussian(training, GAUSSIAN_IMAGES, SAMPLE_SEED),
      `normal distribution of ${GAUSSIAN_IMAGES.toLocaleString('en')} training images, seed ${SAMPLE_SEED}`,
    ),
  };
}
