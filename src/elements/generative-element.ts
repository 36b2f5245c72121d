import {LitElement, html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {cssProperties} from './css-properties.js';
import type {OpenFamily, Progress, Session, SessionStats} from '../client/session.js';
import type {BackendChoice} from '../engine/engine.js';
import type {OpOptions} from '../families/family.js';
import {GenerativeError} from '../format/errors.js';
import type {Batch} from '../format/graph.js';
import {orElse, parseChoice, parseSeed, parseState} from './attributes.js';
import {VERSION} from './define.js';
import {GenErrorEvent, GenProgressEvent, GenReadyEvent} from './events.js';
import {FooterMenu} from './footer-menu.js';
import {LinkController} from './link-controller.js';
import type {LocaleController} from './locale-controller.js';
import type {CommonWords} from './locales/words.js';
import {ModelController, isAbort} from './model-controller.js';
import {resolveModel} from './models.js';
import {showState, type LifeState} from './states.js';
import {ThemeController} from './theme-controller.js';
import type {ThemeChoice} from './theme.js';
import {VisibilityController} from './visibility-controller.js';

type Failure = {error: GenerativeError; retry: () => void; kind: string | undefined};

const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'webgpu-f16', 'wasm', 'reference'];
const SOURCES = ['model', 'src', 'base', 'workerSrc', 'backend'] as const;

/** Code that comes later may not come at all; browsers agree on no name for that, only on the word. */
const codeOf = (error: unknown) => (error instanceof TypeError && /import/i.test(error.message) ? 'network' : 'internal');

/**
 * What all elements share: attributes, the model's life (fetched when first seen, released when removed), events, errors in place, theme and
 * language. An element says which family it opens, what its first output is, and how it looks.
 */
export abstract class GenerativeElement<F extends OpenFamily, Words extends CommonWords> extends LitElement {
  /** Version of the library that defined the element. */
  static readonly version: string = VERSION;

  protected abstract readonly family: F;
  protected abstract readonly defaultModel: string;
  protected abstract readonly locale: LocaleController<Words>;
  protected readonly look = new ThemeController(this);
  protected readonly visibility = new VisibilityController(this, () => this.#seen());
  readonly #resizing = new ResizeObserver(() => this.resized());
  #controller = new ModelController<F>({
    progress: (progress) => this.#progressed(progress),
    opened: (session) => this.firstOutput(session),
    shown: (session, milliseconds) => this.#shown(session, milliseconds),
    failed: (error) => this.#fail(error),
  });
  #internals = this.attachInternals();
  #phase: 'idle' | LifeState = 'idle';
  #begun = false;
  #again = false;
  #announced = false;
  #resolveReady!: () => void;
  #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));
  #menu = new FooterMenu({
    element: this,
    session: () => this.session,
    seed: () => parseSeed(this.seed),
    samples: (args, options) => this.samples!(args, options),
    hasSamples: () => this.samples !== undefined,
    failed: (error, retry) => this.report(error, retry, 'menu'),
    mended: () => this.mended('menu'),
  });
  #link = new LinkController(this, (state) => (this.hasUpdated ? this.setState(state) : this.begin(parseSeed(this.seed), state)));

  /** Without height: what follows from its width cannot change its size again. It may also lend its colour. */
  @query('.probe') protected readonly probe!: HTMLElement;

  @state() private failure: Failure | undefined;
  @state() protected progress: Progress | undefined;

  /** Id of a shipped model; each element has a default. */
  @property({converter: orElse('')}) model = '';
  /** URL of the `manifest.json` of a model of your own; wins over `model`. */
  @property() src: string | undefined;
  /** URL of the folder in which `pretrained/` lies; by default it is beside the script. */
  @property() base: string | undefined;
  /** Same-origin URL of `worker.js`, for pages whose policy refuses workers from a blob. */
  @property({attribute: 'worker-src'}) workerSrc: string | undefined;
  /** Unsigned 32-bit integer from which every random draw follows; 7 where nothing is said, and then an element may begin at its model's own start. */
  @property({converter: {fromAttribute: (text: string | null) => text ?? undefined}}) seed: string | number | undefined;
  /** Where to compute: `auto`, `webgpu`, `webgpu-f16` (half precision), `wasm` or `reference`; what cannot be had is replaced by the next best. */
  @property({converter: orElse('auto')}) backend: BackendChoice = 'auto';
  /** `lazy` fetches the model when the element is first seen, `eager` at once. */
  @property({converter: orElse('lazy')}) loading: 'lazy' | 'eager' = 'lazy';
  /** `auto` follows the page; else `light` or `dark`. */
  @property({converter: orElse('auto')}) theme: ThemeChoice = 'auto';
  /** Names of panels to leave out, separated by spaces. */
  @property({converter: orElse('')}) hide = '';
  /** JSON of what `getState()` returned; wins over `seed`. */
  @property() state: string | object | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resizing.observe(this.probe);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An observer with something to observe stays alive, and its element with it.
    this.#resizing.disconnect();
    // A move in the page is a removal and an insertion: look again before anything is released.
    queueMicrotask(() => !this.isConnected && this.#close());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('model') || changed.has('src')) this.#renewReady();
    // What a page gave to setState before the first update stands.
    const asked = this.hasUpdated && (changed.has('seed') || changed.has('state'));
    const startChanged = (!this.#begun && this.#phase !== 'error') || asked;
    const isAnother = this.asksForAnother(changed);
    if (isAnother || (startChanged && this.#phase === 'error')) this.#close();
    if (!startChanged) return;
    this.#begun = false;
    try {
      this.#beginAsAsked();
      this.#begun = true;
      // A state may name a model.
      if (!isAnother && this.asksForAnother(changed)) this.#close();
      // The worker starts while the page draws.
      if (!this.hasUpdated) this.#start();
    } catch (error) {
      this.#close();
      this.#fail(error);
    }
  }

  protected override updated(_changed: PropertyValues): void {
    this.#start();
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    // Before anything is painted, so that nothing moves after.
    this.resized();
    this.#resizing.observe(this.probe);
    // Who follows a link to this figure wants to see it, unless the browser has gone back to where the reader was.
    if (this.#link.isFollowed && scrollY === 0) this.scrollIntoView({block: 'nearest'});
  }

  /** The first update is a task of its own: together with the script's evaluation it would be one over 50 ms. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await new Promise((resolve) => setTimeout(resolve));
    try {
      super.scheduleUpdate();
    } catch (error) {
      if (this.hasUpdated) throw error;
      this.#undrawn(error);
    }
  }

  /** Takes the state that the attributes ask for; may throw a `GenerativeError` of code `bad-attribute`. Before anything is fetched. */
  protected abstract begin(seed: number, state: Record<string, unknown> | undefined): void;
  /** Computes the first output and paints it; `gen-ready` follows. */
  protected abstract firstOutput(session: Session<F>): Promise<void>;
  /** What can wait until the first output is on the screen. */
  protected abstract afterFirstOutput(session: Session<F>): void;
  /** The figure itself. */
  protected abstract renderFigure(): TemplateResult;
  /** Called when the width has changed. */
  protected abstract resized(): void;
  /** Called when the host comes into view or goes out of it. */
  protected abstract seen(visible: boolean): void;

  /** Samples from the model, [count, height, width, channels] or [count, 2], for elements that have some: the menu offers them. */
  protected samples?(args: {count: number; seed: number}, options: OpOptions): Promise<Batch>;

  /** Id of the model to show where no `src` is given. */
  protected get modelId(): string {
    return this.model || this.defaultModel;
  }

  /** Whether what has changed asks for another model, or for the same one from elsewhere. */
  protected asksForAnother(changed: PropertyValues): boolean {
    return SOURCES.some((name) => changed.has(name));
  }

  protected get session(): Session<F> | undefined {
    return this.#controller.session;
  }

  protected get words(): Words {
    return this.locale.words;
  }

  protected get broken(): boolean {
    return this.#phase === 'error';
  }

  protected shows(panel: string): boolean {
    return !this.hide.split(/\s+/).includes(panel);
  }

  /** Shows a fault that leaves the figure usable, until `retry`, which repeats what failed, or until work of its kind is `mended`. */
  protected report(error: unknown, retry: () => void, kind?: string): void {
    if (isAbort(error)) return;
    const fault = error instanceof GenerativeError ? error : new GenerativeError(codeOf(error), String(error), {cause: error});
    this.failure = {error: fault, retry: () => ((this.failure = undefined), retry()), kind};
    this.dispatchEvent(new GenErrorEvent({code: fault.code, message: fault.message, cause: fault.cause}));
  }

  /** Work of this kind has given a good output: what is said of its last fault no longer holds. */
  protected mended(kind: string): void {
    if (this.failure?.kind === kind) this.failure = undefined;
  }

  /** Training goes on, or rests. */
  protected markTraining(goesOn: boolean): void {
    if (this.#phase === 'ready' || this.#phase === 'training') this.#enter(goesOn ? 'training' : 'ready');
  }

  /** For a state that is asked for before the first update. Attributes may change until then, so that it begins again; faults are for then. */
  protected beginEarly(): void {
    if (this.#begun || this.hasUpdated) return;
    try {
      this.#beginAsAsked();
    } catch (error) {
      if (!(error instanceof GenerativeError)) throw error;
    }
  }

  /** At first as the page's address says. */
  #beginAsAsked(): void {
    const seed = parseSeed(this.seed);
    if (this.hasUpdated || !this.#link.take()) this.begin(seed, this.state ? parseState(this.state) : undefined);
  }

  #renewReady(): void {
    if (!this.#announced) return;
    this.#announced = false;
    this.#ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));
  }

  /** What a reader sees: nothing tells a model that waits from one that loads. */
  get #life(): LifeState {
    return this.#phase === 'idle' ? 'loading' : this.#phase;
  }

  #enter(phase: 'idle' | LifeState): void {
    const before = this.#life;
    this.#phase = phase;
    showState(this.#internals, this.#life);
    // Loading begins in the midst of an update, where another would be one too many.
    if (this.#life !== before) this.requestUpdate();
  }

  #close(): void {
    this.#controller.close();
    this.failure = this.progress = undefined;
    this.#enter('idle');
  }

  #start(): void {
    if (this.#phase !== 'idle' || !this.isConnected || !(this.loading === 'eager' || this.visibility.visible)) return;
    this.#enter('loading');
    const {workerSrc} = this;
    const again = this.#again;
    const find = async () => {
      parseChoice('backend', this.backend, BACKENDS);
      const ref = await resolveModel({model: this.modelId, src: this.src ?? undefined, base: this.base ?? undefined});
      // What was downloaded for the first attempt may be what was wrong with it.
      return again ? {...ref, primed: undefined} : ref;
    };
    void this.#controller.open(find, {family: this.family, backend: this.backend, workerSrc: workerSrc ?? undefined});
  }

  #seen(): void {
    this.#start();
    this.seen(this.visibility.visible);
  }

  #progressed(progress: Progress): void {
    this.progress = progress;
    this.dispatchEvent(new GenProgressEvent({...progress}));
  }

  #shown(session: Session<F>, milliseconds: number): void {
    this.progress = undefined;
    this.#enter('ready');
    if (!this.#announced) {
      this.#announced = true;
      this.#resolveReady();
      this.dispatchEvent(new GenReadyEvent({backend: session.stats.backend, milliseconds, bytes: session.stats.bytes}));
    }
    this.afterFirstOutput(session);
  }

  /** Not even the first update could be drawn: Lit's templates are HTML in strings, which a page's Trusted Types may refuse. So without a template. */
  #undrawn(cause: unknown): void {
    if (this.#phase !== 'error') {
      this.#close();
      this.#fail(new GenerativeError('internal', `The figure cannot be drawn: ${String(cause)}`, {cause}));
    }
    const sentence = document.createElement('p');
    sentence.setAttribute('role', 'alert');
    sentence.textContent = this.words.undrawn;
    this.renderRoot.replaceChildren(sentence);
  }

  #fail(error: unknown): void {
    if (isAbort(error)) return;
    this.#enter('error');
    this.report(error, () => {
      this.#again = true;
      this.#close();
    });
  }

  /** Resolves when the first output of the model has been painted. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Where the model runs, once it does. */
  get activeBackend(): string | undefined {
    return this.session?.stats.backend;
  }

  /** What runs where: `backend`, `fallbacks`, `verified`, `bytes` of model files, `host`, and `last`, the cost of the last run; undefined before. */
  get stats(): SessionStats | undefined {
    return this.session?.stats;
  }

  /** What the figure shows now, for `setState()`, for the attribute `state` as JSON, and for links. */
  abstract getState(): object;

  /** Takes what `getState()` returned; throws a `GenerativeError` of code `bad-attribute` otherwise. */
  setState(state: object): void {
    this.begin(parseSeed(this.seed), {...state});
    this.#begun = true;
  }

  /** The figure as PNG. */
  abstract toBlob(): Promise<Blob>;

  /** Poster and fault, to lie over the stage. */
  protected renderCover(): TemplateResult {
    const {failure, words} = this;
    const problem = failure && (words.problems[failure.error.code] ?? words.problems.other);
    return html`
      <div class="poster" ?hidden=${this.#announced || this.broken}><slot name="poster"></slot></div>
      <div class="alert" part="alert" role="alert" ?hidden=${!failure}>
        ${
          failure
            ? html`<p>${problem}</p>
                <p class="detail">${failure.error.message}</p>
                <button part="retry" @click=${failure.retry}>${words.retry}</button>`
            : nothing
        }
      </div>
    `;
  }

  /** What runs and how fast, and the menu, which opens in place below it. */
  protected renderFooter(line: string): TemplateResult {
    return this.#menu.render(line, this.words);
  }

  protected override render(): TemplateResult {
    const {theme, paper, ownPaper} = this.look.look;
    return html`
      <div
        class="root"
        part="root"
        data-state=${this.#life}
        data-theme=${theme}
        ?data-own-paper=${ownPaper}
        ${cssProperties({'--_page': paper})}
        lang=${this.locale.locale}
      >
        <div class="probe"></div>
        ${this.renderFigure()}
        <div class="caption" part="caption-area"><slot name="caption"></slot></div>
      </div>
    `;
  }
}
