import {expect} from 'chai';
import type {Session} from '../../../src/client/session.js';
import {flopsOf, shapeOf} from '../../../src/engine/inputs.js';
import type {Compute, Engine} from '../../../src/engine/engine.js';
import {GenerativeError, type ErrorCode} from '../../../src/format/errors.js';
import {sizeOf, type Batch, type Graph} from '../../../src/format/graph.js';
import {framedElements} from '../../../src/format/graph-builder.js';
import {DOCUMENT_BYTES} from '../../../src/format/limits.js';
import {FOLDER, type ModelServer, type ServedFiles} from './model-server.js';

export type Outcome = 'works' | ErrorCode;

/** What is wrong with a file is said with its address; these are said of a request. */
const WITHOUT_ADDRESS: readonly Outcome[] = ['bad-data', 'out-of-memory'];
const NAMED: readonly Outcome[] = ['network', 'not-found', 'integrity', 'format', 'unsupported-layer', 'wrong-family', ...WITHOUT_ADDRESS];

/** Opens a model, decodes one point, encodes one picture and fetches the extras. What comes is right, or an error with a name. */
export async function attack(
  server: ModelServer,
  files: ServedFiles,
  failed: (error: GenerativeError) => void = () => {},
): Promise<Outcome> {
  server.files = files;
  server.asked.length = 0;
  let session: Session<'vae'> | undefined;
  try {
    session = await server.open();
    await use(session);
    return 'works';
  } catch (error) {
    if (!(error instanceof GenerativeError)) throw error;
    failed(error);
    const {code, message} = error;
    expect(code, message).to.be.oneOf(NAMED);
    if (!WITHOUT_ADDRESS.includes(code)) expect(message).to.include(FOLDER);
    expect(message.length, message).to.be.below(700);
    return code;
  } finally {
    session?.close();
    // Each file that was asked for lies in the folder of the manifest, whatever its name looks like.
    for (const url of server.asked) {
      expect(new URL(url).href).to.equal(url);
      expect(url).to.match(/^https:\/\/models\.invalid\/m\/[A-Za-z0-9][\w.-]*$/);
    }
  }
}

async function use(session: Session<'vae'>): Promise<void> {
  const {manifest, ops} = session;
  const {data, latent, condition, nets, extras = {}} = manifest;
  const labels = condition ? [condition.size - 1] : undefined;
  const z = {data: new Float32Array(latent!.size).fill(0.3), shape: [1, latent!.size]};
  const {x} = await ops.decode({z, labels});
  expectNumbers(x, [1, ...data.shape]);
  if (nets['encoder']) {
    const {mean, logVariance} = await ops.encode({
      x: {data: new Float32Array(sizeOf(data.shape)).fill(0.5), shape: [1, ...data.shape]},
      labels,
    });
    expectNumbers(mean, [1, latent!.size]);
    if (logVariance) expectNumbers(logVariance, [1, latent!.size]);
  }
  for (const name of Object.values(extras)) expect((await session.file(name)).byteLength).to.be.at.most(DOCUMENT_BYTES);
}

function expectNumbers({data, shape}: Batch, expected: number[]): void {
  expect(shape).to.deep.equal(expected);
  expect(data.length).to.equal(sizeOf(expected));
  expect(data.every(Number.isFinite), 'finite').to.equal(true);
}

/** Counts what nets that reach an engine hold and compute. */
export class Work {
  mostMultiplyAdds = 0;
  mostHeld = 0;
  /** Bytes that the engine took beyond four for each element that its nets were counted to hold. */
  mostExcess = 0;
  nets = 0;
  readonly #bytesInUse: () => number;
  #held = 0;

  constructor(bytesInUse: () => number) {
    this.#bytesInUse = bytesInUse;
  }

  readonly wrap = (compute: Compute): Compute => ({
    ...compute,
    pick: async (...args) => this.#watched(await compute.pick(...args)),
    survives: (error, engine, unfit) => compute.survives(error, this.#original.get(engine) ?? engine, unfit),
  });

  readonly #engines = new Map<Engine, Engine>();
  readonly #original = new Map<Engine, Engine>();

  #watched(engine: Engine): Engine {
    const known = this.#engines.get(engine);
    if (known) return known;
    const loadNet = async (graph: Graph) => {
      this.nets++;
      this.mostMultiplyAdds = Math.max(this.mostMultiplyAdds, flopsOf(graph) / 2);
      // Of a model's nets together, since one engine holds them.
      this.#held = held(graph) + (this.#bytesInUse() > 0 ? this.#held : 0);
      this.mostHeld = Math.max(this.mostHeld, this.#held);
      const net = await engine.loadNet(graph);
      this.mostExcess = Math.max(this.mostExcess, this.#bytesInUse() - 4 * this.#held);
      return net;
    };
    const watched = Object.assign(Object.create(engine) as Engine, {backend: engine.backend, lost: engine.lost, loadNet});
    this.#engines.set(engine, watched);
    this.#original.set(watched, engine);
    return watched;
  }
}

/** Elements of one example's values, of the frames around them, and of weights as often as they are used. */
function held(graph: Graph): number {
  let sum = [...graph.inputs, ...graph.nodes].reduce((total, {shape}) => total + sizeOf(shape), 0);
  for (const node of graph.nodes) {
    sum += framedElements(node, shapeOf(graph, node.inputs[0]!));
    for (const weight of node.weights) sum += sizeOf(graph.weights[weight]!.shape);
  }
  return sum;
}
