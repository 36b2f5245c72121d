import type {BackendChoice, Compute} from '../engine/engine.js';
import type {Load} from '../engine/engine.js';
import {FAMILIES} from '../families/index.js';
import {isBaked, readBakedNet} from '../format/baked-net.js';
import {GenerativeError} from '../format/errors.js';
import type {Graph} from '../format/graph.js';
import type {FamilyName, Manifest} from '../format/manifest.js';
import {joinBuffers} from './join-buffers.js';
import {Memo} from './memo.js';
import {ModelFiles, type OnLoading} from './model-files.js';
import {ModelNets} from './model-nets.js';
import type {ModelSource} from './protocol.js';
import type {Routing} from './routed.js';

/** What a model needs from its host. */
export type ModelContext = Omit<Routing, 'compute'> & {
  load: Load;
  compute(backend: BackendChoice): Promise<Compute>;
  want(name: string): Promise<ArrayBuffer | undefined>;
  onLoading: OnLoading;
};

/** One model, shared by all sessions that show it: its manifest, graphs and nets, each made on first use. */
export class Model {
  readonly files: ModelFiles;
  readonly #source: ModelSource;
  readonly #context: ModelContext;
  readonly #manifests = new Memo<Manifest>();
  readonly #graphs = new Memo<Graph>();
  readonly #nets = new Memo<ModelNets>();
  #topologies: Record<string, unknown>;

  constructor(source: ModelSource, context: ModelContext) {
    this.#source = source;
    this.#context = context;
    this.#topologies = source.topologies ?? {};
    this.files = new ModelFiles(source, context.want, context.onLoading);
  }

  manifest(): Promise<Manifest> {
    return this.#manifests.get('', async () => {
      if (this.#source.manifest) return this.#source.manifest;
      const {fetchManifest} = await this.#foreign();
      const {manifest, topologies} = await fetchManifest(this.files);
      this.#topologies = topologies;
      return manifest;
    });
  }

  /** The nets that sessions on this backend share. */
  nets(family: FamilyName, backend: BackendChoice): Promise<ModelNets> {
    return this.#nets.get(`${family} ${backend}`, () => this.makeNets(family, backend));
  }

  /** Nets for one session, which disposes of them. */
  async makeNets(family: FamilyName, backend: BackendChoice): Promise<ModelNets> {
    const manifest = await this.manifest();
    if (manifest.family !== family) {
      throw new GenerativeError(
        'wrong-family',
        `${this.files.url('manifest.json')}: "${manifest.id}" is a ${manifest.family}, not a ${family}`,
      );
    }
    const importFamily = FAMILIES[family];
    if (!importFamily) throw new GenerativeError('wrong-family', `this version computes no models of the family ${family}`);
    const [definition, compute] = await Promise.all([this.#context.load(importFamily), this.#context.compute(backend)]);
    const url = (role = ''): string => this.files.url(Object.hasOwn(manifest.nets, role) ? manifest.nets[role]! : 'manifest.json');
    const nets = new ModelNets(definition, manifest, {graph: (role) => this.#graph(role), url}, {...this.#context, compute});
    // A model that its family cannot open is refused here.
    await nets.ops;
    return nets;
  }

  /** All nets with the weights that were shipped. */
  async graphs(): Promise<Record<string, Graph>> {
    const {nets} = await this.manifest();
    const roles = Object.keys(nets);
    const graphs = await Promise.all(roles.map((role) => this.#graph(role)));
    return Object.fromEntries(roles.map((role, index) => [role, graphs[index]!]));
  }

  async file(name: string): Promise<ArrayBuffer> {
    const {id, files} = await this.manifest();
    if (!Object.hasOwn(files, name)) throw new GenerativeError('not-found', `${id} has no file "${name}" in its manifest`);
    return this.files.loadDocument(name, files[name]);
  }

  dispose(): void {
    this.files.abort();
    this.#nets.clear((nets) => nets.dispose());
  }

  #graph(role: string): Promise<Graph> {
    return this.#graphs.get(role, async () => {
      const {id, nets, files} = await this.manifest();
      const name = Object.hasOwn(nets, role) ? nets[role]! : undefined;
      if (name === undefined) throw new GenerativeError('bad-data', `${id} has no ${role}`);
      const baked = this.#source.topologies?.[role];
      if (isBaked(baked)) {
        return readBakedNet(baked, joinBuffers(await Promise.all(baked.paths.map((path) => this.files.load(path, files[path])))));
      }
      const {fetchNet} = await this.#foreign();
      return fetchNet(this.files, files, name, Object.hasOwn(this.#topologies, role) ? this.#topologies[role] : undefined);
    });
  }

  #foreign() {
    return this.#context.load(() => import('./foreign-model.js'));
  }
}
