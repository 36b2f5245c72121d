import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {type IdxArray, readIdx} from '../../src/data/idx.js';
import type {Metric} from '../../src/format/manifest.js';
import {DATA_SETS, type DataName, type DataSet, type LabelledExamples, faceLabels} from './data.js';

/** The extract is for CI: fewer images, and fewer draws for each. */
export const EXTRACT_DRAWS = 100;

/** Of a flow: fewer points. */
export const EXTRACT_POINTS = 5000;

/** Figures of a model on the extract, and how they came about. */
export type Expected = {provenance: string; metrics: Record<string, Metric>};

/** Test images of a data set as an IDX file (made by extract-data.ts): 500, 50 of each class in turn; or the first 200 where they have attributes, which are in a file of their own. */
export function extractImages(name: DataName): string {
  return resolve('test/fixtures', `${name}-${hasAttributes(name) ? 200 : 500}.idx.gz`);
}

export function extractAttributes(name: DataName): string {
  return resolve('test/fixtures', `${name}-200-attributes.idx.gz`);
}

export function hasAttributes(name: DataName): boolean {
  return (DATA_SETS[name] as DataSet).attributes !== undefined;
}

export function readExtract(name: DataName): LabelledExamples {
  const {shape, data} = read(extractImages(name));
  const [count, ...rest] = shape as [number, ...number[]];
  if (!hasAttributes(name)) return {images: data, shape: [...rest, 1], count, labels: Uint8Array.from({length: count}, (_, i) => i % 10)};
  const attributes = read(extractAttributes(name)).data;
  return {images: data, shape: rest, count, labels: faceLabels(attributes, count), attributes};
}

function read(file: string): IdxArray {
  return readIdx(gunzipSync(readFileSync(file)));
}

export function extractFile(id: string): string {
  return resolve('test/fixtures', `${id}.extract.json`);
}

export function readExpected(id: string): Record<string, Metric> {
  return (JSON.parse(readFileSync(extractFile(id), 'utf8')) as Expected).metrics;
}
