import type {Session, TrainStep} from '../../src/client/session.js';
import type {DensityName} from '../../src/data/density-names.js';
import {PlaneDrag} from '../../src/elements/controls/plane-drag.js';
import type {OwnData} from '../../src/elements/plane-data/own-data.js';
import type {Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {DEFAULTS, LAYERS, readState, unusual, type GanDuelState, type Layer, type PanelName, type Settings} from './duel-state.js';
import {offerFresh, TRAINED, trainedId} from './duel-models.js';
import {Game, type GameHost} from './game.js';
import {Watch, type WatchHost} from './watch.js';

/** Where nobody says where to begin: off the centre, and off the modes. */
const START = [0.3, 0.25] as const;

export type Point = readonly [number, number];

export type DuelHost = Omit<WatchHost, 'asked'> &
  Pick<GameHost, 'base'> & {
    manifest: () => Manifest | undefined;
    /** A user action changed the state. */
    told: () => void;
    /** The data set of the model that the page asks for, where it is one of ours. */
    asked: () => DensityName | undefined;
    /** Shows that model, or the one that the page asks for. */
    open: (id: string | undefined) => void;
    trained: (step: TrainStep | undefined) => void;
  };

/** The two nets as they are now, and what the reader has chosen. */
export class Duel {
  readonly drag = new PlaneDrag(1, ([x, y]) => this.move([x * this.extent, y * this.extent]));
  readonly game: Game;
  readonly watch: Watch;
  x: Point = [0, 0];
  data: DensityName | undefined;
  isFresh = false;
  settings: Settings = DEFAULTS;
  readonly without = new Set<Layer>();
  panel: PanelName | undefined;
  own: Batch | undefined;
  seed = 0;
  readonly #host: DuelHost;
  /** The model that the choices ask for, if it is not the page's. */
  #id: string | undefined;
  #wanted: Point | undefined;
  /** The game goes on with the model that is being opened. */
  #goesOn = false;

  constructor(host: DuelHost) {
    this.#host = host;
    this.watch = new Watch({
      ...host,
      asked: () => {
        const {x, extent, seed, settings, game} = this;
        return {x, extent, seed, loss: settings.loss, step: game.steps, losses: game.step?.losses};
      },
    });
    this.game = new Game({
      ...host,
      seed: () => this.seed,
      settings: () => this.settings,
      data: ({manifest: {data}}) => this.own ?? (this.watch.measure ? {kind: 'density', name: data.name as DensityName} : undefined),
      stepped: (step) => this.#stepped(step),
      restarted: () => this.watch.restart(),
      report: (error, retry) => host.report(error, retry, 'training'),
    });
  }

  /** Half the side of the plane. */
  get extent(): number {
    const [low = -4.5, high = 4.5] = this.#host.manifest()?.data.range ?? [];
    return Math.max(-low, high);
  }

  get state(): GanDuelState {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const settings = unusual(this.settings);
    return {
      x: [round(this.x[0]), round(this.x[1])],
      ...(this.data && {data: this.data}),
      ...(this.isFresh && {start: 'fresh' as const}),
      ...(settings && {settings}),
      ...(this.without.size > 0 && {without: [...this.without]}),
      ...(this.game.isSlow && {slow: true as const}),
      ...(this.panel && {panel: this.panel}),
    };
  }

  begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state && readState(state);
    this.seed = seed;
    this.#wanted = wanted?.x;
    this.x = this.#kept(wanted?.x ?? this.#start);
    const {optimizer} = this.settings;
    this.settings = {...DEFAULTS, ...wanted?.settings};
    this.without.clear();
    for (const layer of wanted?.without ?? []) this.without.add(layer);
    this.panel = wanted?.panel;
    if (this.data !== wanted?.data) this.own = undefined;
    this.data = wanted?.data;
    this.isFresh = wanted?.start === 'fresh';
    // A game on the same nets goes on.
    if (!this.#open() && this.settings.optimizer !== optimizer) void this.game.begin();
    else this.game.update(this.settings);
    if (this.game.isSlow !== (wanted?.slow ?? false)) this.game.setSlow(!this.game.isSlow);
    void this.watch.refresh();
  }

  /** The first picture of another model. */
  async showFirst(session: Session<'gan'>): Promise<void> {
    this.#clear();
    if (!this.#wanted) this.x = this.#start;
    this.x = this.#kept(this.x);
    await this.watch.ask(session);
  }

  /** Data, measures, and the game if it was going on. */
  async afterFirst(session: Session<'gan'>): Promise<void> {
    try {
      await this.watch.take(session, this.own);
      if (session !== this.#host.session()) return;
      this.#host.mended('measure');
      await this.watch.refresh();
      this.#resume();
    } catch (error) {
      this.#host.report(error, () => void this.afterFirst(session), 'measure');
    }
  }

  /** The data set that is shown, where it is one of ours. */
  get shown(): DensityName | undefined {
    return this.data ?? this.#host.asked();
  }

  /** Trained nets come with the library for these choices. */
  get hasTrained(): boolean {
    const {shown, settings} = this;
    const isUsual = (name: 'layers' | 'width') => JSON.stringify(settings[name]) === JSON.stringify(DEFAULTS[name]);
    return shown !== undefined && !this.own && TRAINED.includes(shown) && isUsual('layers') && isUsual('width');
  }

  get isTrained(): boolean {
    return this.hasTrained && !this.isFresh;
  }

  /** Something is there to learn. */
  get canPlay(): boolean {
    return this.watch.measure !== undefined;
  }

  setSlow(isSlow: boolean): void {
    this.game.setSlow(isSlow);
    this.#host.told();
  }

  move(x: Point): void {
    this.x = this.#kept(x);
    void this.watch.refresh();
    this.#host.told();
  }

  show(layer: Layer, isShown: boolean): void {
    if (isShown) this.without.delete(layer);
    else this.without.add(layer);
    this.#host.repaint();
    this.#host.told();
  }

  shows(layer: Layer): boolean {
    return LAYERS.includes(layer) && !this.without.has(layer);
  }

  /** Another data set: its trained nets where there are some. */
  choose(data: DensityName | undefined): void {
    this.data = data;
    this.own = undefined;
    this.#reopen();
  }

  startFrom(isFresh: boolean): void {
    this.isFresh = isFresh;
    this.#reopen();
  }

  /** What a reader turns while the game goes on. */
  turn(changes: Partial<Settings>): void {
    const before = this.settings;
    this.settings = {...before, ...changes};
    // Nets of other sizes are other nets; a state that names the sizes that they have changes nothing.
    const differs = (name: keyof Settings) => JSON.stringify(before[name]) !== JSON.stringify(this.settings[name]);
    if (differs('layers') || differs('width')) this.#reopen();
    else if (differs('optimizer')) void this.game.begin();
    else this.game.update(this.settings);
    if (differs('loss')) void this.watch.refresh();
    this.#host.told();
  }

  /** A situation: other settings, nets that know nothing, and the game begins. */
  stage(settings: Settings): void {
    this.settings = settings;
    this.data = '8gaussians';
    this.isFresh = true;
    this.#goesOn = true;
    this.game.leave();
    this.own = undefined;
    // The same model as before, with the weights of its beginning.
    if (!this.#open()) void this.game.reset().then(() => this.#resume());
    this.#host.told();
  }

  /** Points of the reader's own, learned from random weights; undefined for the data set again. */
  async take(own: OwnData | undefined): Promise<void> {
    await this.game.end();
    this.own = own && {data: own.points, shape: [own.points.length / 2, 2]};
    // Trained nets make room for others, which begin to play when they are there.
    this.#goesOn = own !== undefined;
    if (this.#open()) return;
    const session = this.#host.session();
    if (!session) return;
    await this.watch.take(session, this.own);
    await session.setWeights(null).catch(() => undefined);
    this.watch.restart();
    this.#resume();
  }

  #resume(): void {
    if (!this.#goesOn || !this.watch.measure || !this.#host.session()) return;
    this.#goesOn = false;
    this.game.play();
  }

  #reopen(): void {
    this.#goesOn = this.game.isRunning;
    this.game.leave();
    if (!this.#open()) void this.game.reset().then(() => this.#resume());
    this.#host.told();
  }

  /** Shows the model that the choices ask for; false where it is the one that is there. */
  #open(): boolean {
    const {shown, seed, settings} = this;
    const before = this.#id;
    // A model of the page's own is played as it is.
    if (!shown) this.#id = undefined;
    else if (this.isTrained) this.#id = shown === this.#host.asked() ? undefined : trainedId(shown);
    else this.#id = offerFresh({data: shown, seed, layers: settings.layers, width: settings.width});
    this.#host.open(this.#id);
    if (this.#id === before) return false;
    // Nothing is played on nets that are about to go.
    this.#clear();
    return true;
  }

  #stepped(step: TrainStep | undefined): void {
    this.#host.trained(step);
    if (step) void this.watch.refresh();
  }

  #clear(): void {
    this.game.leave();
    this.watch.clear();
  }

  get #start(): Point {
    return [START[0] * this.extent, START[1] * this.extent];
  }

  #kept([x, y]: Point): Point {
    const {extent} = this;
    const inside = (value: number) => Math.min(extent, Math.max(-extent, value));
    return [inside(x), inside(y)];
  }
}
