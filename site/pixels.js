// From whatever a page holds a picture in to plain RGBA bytes, at most MAX_SIDE pixels a side: a huge photo is
// shrunk here, before its pixels are copied to the worker. Cropping and scaling to the network's input are Go's.

/** The longest side, in pixels, that is passed on. */
export const MAX_SIDE = 2048;

/** Decodes a picture file, upright, at most MAX_SIDE pixels a side. Rejects anything that is not a picture. */
export async function decodePicture(blob) {
  const name = blob.name ? `“${blob.name}”` : 'The picture';
  if (blob.size === 0) throw new Error(`${name} is an empty file. Choose a PNG, JPEG, WebP or GIF picture.`);
  let bitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch (cause) {
    throw new Error(
      `${name} cannot be read as a picture: it is damaged, too large, or of another kind. ` +
        'Choose a PNG, JPEG, WebP or GIF picture.',
      { cause },
    );
  }
  const { width, height } = fit(bitmap.width, bitmap.height);
  if (width === bitmap.width && height === bitmap.height) return bitmap;
  try {
    return await createImageBitmap(bitmap, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  } finally {
    bitmap.close();
  }
}

/**
 * RGBA bytes (H, W, 4), not premultiplied, of an ImageData, canvas, ImageBitmap, Blob or image element. `transfer`
 * lists the buffers that are the worker's to take; a caller's own ImageData is left intact.
 */
export async function pixelsOf(source) {
  if (isA('ImageData', source) && isPlain(source)) {
    return { data: source.data, width: source.width, height: source.height, transfer: [] };
  }
  const bitmap = await drawable(source);
  try {
    return read(bitmap);
  } finally {
    if (bitmap !== source) bitmap.close?.();
  }
}

// Small enough, bytes (not floats) and in the colour space that photos mostly use.
const isPlain = ({ data, width, height, colorSpace }) =>
  Math.max(width, height) <= MAX_SIDE && data instanceof Uint8ClampedArray && colorSpace === 'srgb';

// drawable returns something that drawImage takes.
async function drawable(source) {
  if (isA('Blob', source)) return decodePicture(source);
  if (isA('ImageData', source)) return createImageBitmap(source);
  if (isA('HTMLImageElement', source)) {
    try {
      await source.decode();
    } catch (cause) {
      const address = source.currentSrc || source.src || 'none given';
      throw new Error(`The image element has no picture (${address}). Check its address and the file.`, { cause });
    }
    return source;
  }
  if (['HTMLCanvasElement', 'OffscreenCanvas', 'ImageBitmap'].some((type) => isA(type, source))) return source;
  throw new TypeError('This is not a picture. Pass an ImageData, canvas, ImageBitmap, Blob or image element.');
}

function read(picture) {
  const fullWidth = picture.naturalWidth ?? picture.width;
  const fullHeight = picture.naturalHeight ?? picture.height;
  if (!fullWidth || !fullHeight) {
    throw new RangeError('The picture is 0 pixels wide or high. Give it a size, or pass another.');
  }
  const { width, height } = fit(fullWidth, fullHeight);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('classify: the browser gives no canvas to read the picture with. Close other tabs and try again.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  try {
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height, transfer: [data.buffer] };
  } catch (cause) {
    throw new Error(
      'The browser hides the pixels of a picture from another site. ' +
        'Serve it with CORS headers and set crossorigin="anonymous", or pass the file itself.',
      { cause },
    );
  }
}

function fit(width, height) {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

// Some of these types do not exist in workers.
const isA = (type, value) => typeof globalThis[type] === 'function' && value instanceof globalThis[type];
