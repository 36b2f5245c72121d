import type {RunStats} from '../engine/engine.js';
import {FormatError, GenerativeError} from '../format/errors.js';
import {sizeOf, type Batch} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {allFinite, oneHot} from './batches.js';
import type {FamilyContext, OpOptions} from './family.js';

/** An output by its index, and the shape of which it must have the size. */
export type Wanted = {at: number; shape: readonly number[]; optional?: boolean};

export type RoleNets = {
  /** Labels as the input that a conditional model takes beside the first; none where the model is not conditional. */
  labelBatch(labels: number[] | undefined, count: number): Batch[];
  /** What does not agree with the manifest is refused before anything is computed, and a picture of NaN afterwards. */
  run(role: string, inputs: Batch[], wanted: Wanted[], options: OpOptions): Promise<{outputs: Batch[]; stats: RunStats}>;
};

/** The nets of a model by their roles, checked against its manifest. */
export function roleNets({id, condition, inputs: named}: Manifest, context: FamilyContext): RoleNets {
  return {
    labelBatch(labels, count) {
      if (!condition) {
        if (labels) throw new GenerativeError('bad-data', `labels: ${id} is not a conditional model`);
        return [];
      }
      if (labels?.length !== count) throw new GenerativeError('bad-data', `labels: ${id} needs one class for each of ${count} examples`);
      return [oneHot(labels, condition.size)];
    },

    async run(role, inputs, wanted, {signal, onProgress}) {
      const net = await context.net(role);
      const wrong = (field: string, problem: string): never => {
        throw new FormatError(context.url(role), field, problem);
      };
      const agree = (field: string, found: readonly number[], shape: readonly number[], same: boolean): void => {
        if (!same) wrong(field, `[${shape.join(', ')}] was expected, [${found.join(', ')}] found`);
      };
      const names = named?.[role];
      if (net.inputs.length !== inputs.length || (names && names.length !== inputs.length)) {
        wrong('inputs', `${inputs.length} were expected, ${net.inputs.length} found, ${names?.length ?? 'none'} named in the manifest`);
      }
      inputs.forEach(({shape: [, ...shape]}, i) => {
        const found = net.inputs[i]!.shape;
        agree(`inputs[${i}]`, found, shape, found.join() === shape.join());
      });
      const outputs = wanted.filter(({at, optional}) => !optional || net.outputs[at]);
      for (const {at, shape} of outputs) {
        const found = net.outputs[at]?.shape ?? [0];
        agree(`outputs[${at}]`, found, shape, sizeOf(found) === sizeOf(shape));
      }
      const result = await net.run(inputs, {signal, onProgress});
      for (const {at} of outputs) if (!allFinite(result.outputs[at]!.data)) wrong(`outputs[${at}]`, 'holds NaN or an infinite number');
      return result;
    },
  };
}
