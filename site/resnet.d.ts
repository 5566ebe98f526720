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
   * Address of a .safetensors file; relative addresses count from the page. Default: weights/canvasnet.safetensors
   * beside this module.
   */
  weights?: string | URL;
  /**
   * Address of the program; relative addresses count from the page. Default: canvasnet.wasm beside this module.
   * canvasnet-slim.wasm, beside it too, does the same in half the bytes: it fetches weights without a library.
   */
  program?: string | URL;
  onProgress?: (progress: Progress) => void;
  /** Cancels the load: the promise is rejected with an AbortError (TimeoutError for AbortSignal.timeout). */
  signal?: AbortSignal;
}

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
  /** Time of the forward pass, in milliseconds. */
  ms: number;
  /** The picture as the network saw it: cropped and scaled to its input size. */
  seen: ImageData;
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

  readonly info: Info;

  /** Classifies a picture: centre-cropped to a square and scaled to the input size, over white where transparent. */
  classify(source: Source, options?: ClassifyOptions): Promise<Classification>;

  /** Logits (N, classes) of normalised pictures (N, H, W, 3), H = W = info.inputSize. */
  forward(input: Float32Array): Promise<Float32Array>;

  /** Times the forward pass of one picture, inside the worker. */
  benchmark(options?: BenchmarkOptions): Promise<Benchmark>;

  /** Stops the worker and frees its memory. */
  dispose(): void;
}
