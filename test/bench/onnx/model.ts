// An ONNX model as it is built up: nodes, initializers, and the file that they become (onnx.proto3, opset 20).
import {bytes, float, message, repeated, string, whole, type Message} from './protobuf.js';

const FLOAT = 1;
const INT64 = 7;
/** Of AttributeProto: the kind of value, beside the value itself. */
const KIND = {float: 1, int: 2, string: 3, ints: 7} as const;

export type Attribute = number | string | readonly number[] | {float: number};

/** Names of values are given by the model, so that they cannot collide. */
export class OnnxModel {
  readonly #nodes: Message[] = [];
  readonly #initializers: Message[] = [];
  readonly #inputs: Message[] = [];
  readonly #outputs: Message[] = [];
  #values = 0;

  /** Shapes leave the batch out, which may be of any size. */
  input(name: string, shape: readonly number[]): string {
    this.#inputs.push(bytes(11, valueInfo(name, shape)));
    return name;
  }

  output(value: string, name: string, shape: readonly number[]): void {
    this.#push('Identity', [value], name);
    this.#outputs.push(bytes(12, valueInfo(name, shape)));
  }

  node(operator: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    return this.#push(operator, inputs, this.#name(operator), attributes);
  }

  floats(shape: readonly number[], data: Float32Array): string {
    return this.#initializer(shape, FLOAT, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  number(value: number): string {
    return this.floats([], Float32Array.of(value));
  }

  wholes(values: readonly number[]): string {
    return this.#initializer([values.length], INT64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  file(): Uint8Array {
    const graph = message(...this.#nodes, string(2, 'graph'), ...this.#initializers, ...this.#inputs, ...this.#outputs);
    const opset = message(string(1, ''), whole(2, 20));
    return message(whole(1, 9), string(2, 'generative-elements'), bytes(7, graph), bytes(8, opset));
  }

  #push(operator: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute> = {}): string {
    const named = Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value)));
    const fields = [repeated(inputs, (input) => string(1, input)), string(2, output), string(3, output), string(4, operator), ...named];
    this.#nodes.push(bytes(1, message(...fields)));
    return output;
  }

  #initializer(shape: readonly number[], type: number, data: Uint8Array): string {
    const name = this.#name('weight');
    const tensor = message(
      repeated(shape, (extent) => whole(1, extent)),
      whole(2, type),
      string(8, name),
      bytes(9, data),
    );
    this.#initializers.push(bytes(5, tensor));
    return name;
  }

  #name(kind: string): string {
    return `${kind}_${this.#values++}`;
  }
}

function attribute(name: string, value: Attribute): Message {
  if (typeof value === 'number') return message(string(1, name), whole(3, value), whole(20, KIND.int));
  if (typeof value === 'string') return message(string(1, name), string(4, value), whole(20, KIND.string));
  if ('float' in value) return message(string(1, name), float(2, value.float), whole(20, KIND.float));
  return message(
    string(1, name),
    repeated(value, (one) => whole(8, one)),
    whole(20, KIND.ints),
  );
}

function valueInfo(name: string, shape: readonly number[]): Message {
  const dimensions = [bytes(1, string(2, 'batch')), ...shape.map((extent) => bytes(1, whole(1, extent)))];
  const tensor = message(whole(1, FLOAT), bytes(2, message(...dimensions)));
  return message(string(1, name), bytes(2, bytes(1, tensor)));
}
