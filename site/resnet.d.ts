/** How far a load has come. The program (WebAssembly) comes first; weights that came meanwhile follow at once. */
export interface Progress {
  phase: 'program' | 'weights';
  /** Bytes received, after decompression. */
  loaded: number;
  /** Bytes in all, or null when the server does not say. */
  total: number | null;
}

export interface LoadOptions {
  /**
   * Address of a .safetensors file, or the file itself: a File or Blob, or its bytes, which are left as they are.
   * Relative addresses count from the page. Default: weights/canvasnet.safetensors beside this module.
   */
  weights?: string | URL | Blob | ArrayBuffer | Uint8Array;
  /**
   * Address of the program; relative addresses count from the page. Default: canvasnet.wasm beside this module.
   * canvasnet-slim.wasm, beside it too, does the same in half the bytes: it fetches weights without a library.
   */
  program?: string | URL;
  onProgress?: (progress: Progress) => void;
  /** Cancels the load: the promise is rejected with an AbortError (TimeoutError for AbortSignal.timeout). */
  signal?: AbortSignal;
}

/** What the weight file says of itself: its metadata, those that are JSON parsed. */
export interface Card {
  /** How it was trained; "" if the file does not say. */
  readonly recipe: string;
  /** On what data; "" if the file does not say. */
  readonly trainedOn: string;
  /** Its measured accuracy, as `resnet eval -json` prints it, or null. Teaching makes it void, and export drops it. */
  readonly eval: Readonly<Record<string, unknown>> | null;
  /** Whatever else the file says, such as "command" or "temperature". */
  readonly [key: string]: unknown;
}

/** Frozen. Calls that change the network, learn, undo and reset, replace it. */
export interface Info {
  /** Name in the zoo, for example "resnet20". */
  readonly model: string;
  /** Labels, in the order of the logits. */
  readonly classes: readonly string[];
  /** Side of the square input, in pixels. */
  readonly inputSize: number;
  /** Trained numbers. */
  readonly parameters: number;
  /** Multiply-accumulates of one forward pass. */
  readonly macs: number;
  /** Whether the arithmetic uses SIMD instructions. */
  readonly simd: boolean;
  /** Whether teach and learn work: the last layer is a dense one. */
  readonly teachable: boolean;
  readonly card: Card;
}

export type Source = ImageData | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | Blob | HTMLImageElement;

export interface ClassifyOptions {
  /** How many classes to return. Default: all. */
  topK?: number;
  /**
   * Look for a drawing on plain paper, and show the network that with a small margin, wherever and however large it
   * is. Photos, which have no plain paper, are seen as usual. Default: false.
   */
  drawing?: boolean;
}

export interface Classification {
  /** Most probable first. */
  classes: { label: string; probability: number }[];
  /** Whether the most probable one is worth naming: scribbles rarely are. Always true for weights that cannot tell. */
  sure: boolean;
  /** Time of the forward pass, in milliseconds. */
  ms: number;
  /** The picture as the network saw it: cropped and scaled to its input size. */
  seen: ImageData;
}

/** (height, width, channels) */
export type Shape = [number, number, number];

/** What the network computes in one step: a layer with those computed together with it. */
export interface Layer {
  /** The last of these layers, whose output it is: "layer1.0.relu". */
  name: string;
  /** In words: "3×3 convolution + batch norm + ReLU". */
  kind: string;
  /** Of the output. */
  shape: Shape;
  /** Trained numbers. */
  parameters: number;
  /** Multiply-accumulates for one picture. */
  macs: number;
}

export interface Block {
  /** "stem", "head", or a name such as "layer1.0". */
  name: string;
  /**
   * - stem: takes the picture to the channels of the first stage
   * - pooled: begins a stage with a convolution and a pooling
   * - identity: adds its residual branch to its input
   * - projection: adds it to a 1×1 convolution of its input
   * - extended: adds it to every other pixel of its input, with zeros for new channels
   * - head: features to classes
   */
  kind: 'stem' | 'transition' | 'identity' | 'projection' | 'extended' | 'head';
  /** Of the output. */
  shape: Shape;
  parameters: number;
  macs: number;
  /** Whether it has a branch that inspect can switch off. */
  residual: boolean;
  layers: Layer[];
}

export interface InspectOptions {
  /** As in ClassifyOptions. */
  drawing?: boolean;
  /** Name of the layer whose feature maps to return; any that blocks() lists but the last. Default: none. */
  layer?: string | null;
  /** Names of blocks whose residual branch to switch off: only their shortcut is left. Default: none. */
  without?: Iterable<string>;
}

export interface Inspection {
  /** Most probable first. */
  classes: { label: string; probability: number }[];
  /** Whether the most probable one is worth naming: scribbles rarely are. Always true for weights that cannot tell. */
  sure: boolean;
  /** The picture as the network saw it. */
  seen: ImageData;
  /** Time of all layers, in milliseconds. */
  ms: number;
  /**
   * Class activation maps: how much each place of the picture counts for each class, in the order of info.classes. The
   * mean over all places, with the class's bias, is its logit. Null where the last layer reads no global average.
   */
  heat: {
    height: number;
    width: number;
    classes: number;
    /** (height, width, classes) */
    data: Float32Array;
  } | null;
  /** Feature maps of the layer asked for. */
  maps: {
    layer: string;
    height: number;
    width: number;
    channels: number;
    /** (height, width, channels) */
    data: Float32Array;
  } | null;
  /** In the order of computation, layers named as in blocks(). Switched-off branches are computed too. */
  times: { layer: string; ms: number }[];
}

export interface TeachOptions {
  /** As in ClassifyOptions. */
  drawing?: boolean;
}

export interface Taught {
  label: string;
  /** Examples of this class that have been taught so far. */
  examples: number;
}

export interface Examples {
  label: string;
  count: number;
  /** By teach, or else exemplars that came with the weights; a class that has both occurs twice. */
  taught: boolean;
}

export interface LearnOptions {
  /** Called after every step of the training. */
  onProgress?: (progress: { step: number; steps: number; loss: number }) => void;
  /** Stops learning: the promise is rejected with an AbortError and the network is as it was. */
  signal?: AbortSignal;
}

export interface Learned {
  /** Of each step, in nats. */
  loss: Float32Array;
  /** Part of the examples that were taught that the network now gets right, 0 to 1. */
  accuracy: number;
  seconds: number;
  /** info.classes, which new classes are now at the end of. */
  classes: readonly string[];
}

export interface BenchmarkOptions {
  /** Timed forward passes, 1 to 10,000. Default 50. */
  runs?: number;
  /** Passes before the timing starts, 0 to 10,000. Default 5. */
  warmup?: number;
}

export interface Benchmark {
  model: string;
  medianMs: number;
  p10Ms: number;
  p90Ms: number;
  runs: number;
}

/**
 * A residual network in a worker of its own. Rejected promises carry an Error whose message says what failed and
 * what to do.
 */
export class ResNet {
  private constructor();

  static load(options?: LoadOptions): Promise<ResNet>;

  /** A new object after learn, undo and reset. */
  readonly info: Info;

  /** Classifies a picture: centre-cropped to a square and scaled to the input size, over white where transparent. */
  classify(source: Source, options?: ClassifyOptions): Promise<Classification>;

  /** Logits (N, classes) of normalised pictures (N, H, W, 3), H = W = info.inputSize. */
  forward(input: Float32Array): Promise<Float32Array>;

  /** Times the forward pass of one picture, inside the worker. */
  benchmark(options?: BenchmarkOptions): Promise<Benchmark>;

  /** The blocks of the network, in order of computation. */
  blocks(): Promise<Block[]>;

  /** Classifies a picture and shows how the network came to its answer. */
  inspect(source: Source, options?: InspectOptions): Promise<Inspection>;

  /**
   * Stores one example of a class, known or new: what the network makes of the picture before its last layer. Nothing
   * changes until learn. The name is trimmed, at most 100 bytes.
   */
  teach(label: string, source: Source, options?: TeachOptions): Promise<Taught>;

  /** Exemplars in the weight file, class by class, and then what was taught. */
  examples(): Promise<Examples[]>;

  /**
   * Trains the last layer, from the weights as they were loaded, on everything taught so far and on the exemplars in the
   * weight file, so that what it knew is not forgotten. A file without exemplars is taught too, but forgets more.
   * New classes go to the end of info.classes. Other calls are answered meanwhile; those that would change what it
   * learns from are rejected.
   */
  learn(options?: LearnOptions): Promise<Learned>;

  /** Takes back the last learn, classes included; false if there is none. Examples stay, for the next learn. */
  undo(): Promise<boolean>;

  /** Back to the weights as they were loaded. All that was taught is forgotten. */
  reset(): Promise<void>;

  /**
   * The network as it is now, as the bytes of a safetensors file that load takes, exemplars and taught examples
   * included, but for those of classes that have not been learned yet.
   */
  export(): Promise<Uint8Array>;

  /** Stops the worker and frees its memory. */
  dispose(): void;
}
