import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {readIdx} from '../../src/data/idx.js';
import type {Metric} from '../../src/format/manifest.js';
import type {DataName, LabelledExamples} from './data.js';

/** The extract is for CI: fewer images, and fewer draws for each. */
export const EXTRACT_DRAWS = 100;

/** Of a flow: fewer points. */
export const EXTRACT_POINTS = 5000;

/** Figures of a model on the extract, and how they came about. */
export type Expected = {provenance: string; metrics: Record<string, Metric>};

/** 500 test images of a data set, 50 of each class in turn, as an IDX file (made by extract-data.ts). */
export function extractImages(name: DataName): string {
  return resolve('test/fixtures', `${name}-500.idx.gz`);
}

export function readExtract(name: DataName): LabelledExamples {
  const {shape, data} = readIdx(gunzipSync(readFileSync(extractImages(name))));
  const [count, ...rest] = shape as [number, ...number[]];
  return {images: data, shape: [...rest, 1], count, labels: Uint8Array.from({length: count}, (_, i) => i % 10)};
}

export function extractFile(id: string): string {
  return resolve('test/fixtures', `${id}.extract.json`);
}

export function readExpected(id: string): Record<string, Metric> {
  return (JSON.parse(readFileSync(extractFile(id), 'utf8')) as Expected).metrics;
}
