import {lookOf, USUAL_LOOK, type DataLook} from '../../data/data-look.js';
import {fitColours, fitSubject, usualAdjustment, type Adjustment, type Target} from '../../data/fit-picture.js';
import {drawnSubject, findSubject, type Raster, type Subject} from '../../data/subject.js';
import type {Batch} from '../../format/graph.js';
import type {Manifest} from '../../format/manifest.js';

/** Pixels of the longer side for each of the model's: enough to find an object and its edges in. */
const FINENESS = 5;

const NEUTRAL: Adjustment = {inverted: false, zoom: 1, x: 0, y: 0, fill: false};

/** What a reader brought or drew, and how it becomes a picture of the model's data. */
export class OwnPicture {
  adjustment: Adjustment = NEUTRAL;
  readonly #data: Manifest['data'];
  readonly #look: DataLook;
  #subject: Subject | undefined;
  #raster: Raster | undefined;

  /** @param examples pictures of the data in its range; their look is the model for others. */
  constructor(data: Manifest['data'], examples: readonly Batch[]) {
    this.#data = data;
    const {width, height, range} = this.target;
    const unit = ({data: values}: Batch) => values.map((value) => (value - range[0]) / (range[1] - range[0]));
    this.#look = this.isColour || examples.length === 0 ? USUAL_LOOK : lookOf(examples.map(unit), width, height);
  }

  get isColour(): boolean {
    return this.#data.shape[2] === 3;
  }

  get target(): Target {
    const [height = 1, width = 1] = this.#data.shape;
    return {width, height, range: this.#data.range};
  }

  /** Longer side of the picture that `take` wants. */
  get side(): number {
    return Math.max(128, FINENESS * Math.max(this.target.width, this.target.height));
  }

  /** Whether the object could be told from the ground; undefined without a picture, and for colours, which are taken as they are. */
  get found(): boolean | undefined {
    return this.#subject?.found;
  }

  get raster(): Raster | undefined {
    return this.#raster;
  }

  take(raster: Raster): void {
    this.#raster = raster;
    this.#subject = this.isColour ? undefined : findSubject(raster);
    this.adjustment = this.#subject ? usualAdjustment(this.#subject, this.#look, false) : NEUTRAL;
  }

  /** Takes a drawing, [size × size] of 0 … 1; adjustments stay from stroke to stroke. */
  draw(values: Float32Array, size: number): void {
    const isFirst = !this.#subject;
    this.#raster = undefined;
    this.#subject = drawnSubject(values, size);
    if (isFirst && this.#subject) this.adjustment = usualAdjustment(this.#subject, this.#look, true);
  }

  forget(): void {
    this.#subject = this.#raster = undefined;
    this.adjustment = NEUTRAL;
  }

  /** What the encoder sees: [1, height, width, channels]; undefined while there is nothing. */
  get x(): Batch | undefined {
    const {target, adjustment} = this;
    const shape = [1, ...this.#data.shape];
    if (this.#subject) {
      const grey = fitSubject(this.#subject, this.#look, adjustment, target);
      // A drawing has no colours.
      return {data: this.isColour ? Float32Array.from({length: 3 * grey.length}, (_, i) => grey[Math.floor(i / 3)]!) : grey, shape};
    }
    return this.#raster && this.isColour ? {data: fitColours(this.#raster, adjustment, target), shape} : undefined;
  }
}
