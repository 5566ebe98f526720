// Camera: a dialog with what the camera sees and a shutter. Nothing is asked of the camera before it opens, its
// pictures stay on this device, and it is off again once the dialog closes or the page is hidden.

import { button, dialog, element } from './dom.js';

/**
 * Opens the dialog. Resolves with the square that was in view, or null if the user closed it; rejects with the error
 * of getUserMedia.
 * @returns {Promise<ImageBitmap | null>}
 */
export async function takePhoto() {
  const view = dialog('camera-view');
  const video = /** @type {HTMLVideoElement} */ (element('camera-video'));
  const shutter = button('shutter');
  const closing = new AbortController();
  const closed = new Promise((done) => view.addEventListener('close', () => done(null), { once: true }));

  shutter.disabled = true;
  view.showModal();
  /** @type {MediaStream | undefined} */
  let stream;
  try {
    const asked = navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 640 } } });
    // Closed before the user decided: whatever comes then is switched off.
    asked.then((late) => closing.signal.aborted && stop(late), () => {});
    stream = (await Promise.race([asked, closed])) ?? undefined;
    if (!stream) return null;
    video.srcObject = stream;
    await video.play();
    shutter.disabled = false;
    document.addEventListener('visibilitychange', () => document.hidden && view.close(), closing);
    const pressed = new Promise((done) => shutter.addEventListener('click', () => done(true), closing));
    return (await Promise.race([pressed, closed])) ? await squareOf(video) : null;
  } finally {
    closing.abort();
    if (stream) stop(stream);
    video.srcObject = null;
    view.close();
  }
}

// squareOf takes the centre of the present frame, which is what the dialog shows.
function squareOf(video) {
  const side = Math.min(video.videoWidth, video.videoHeight);
  return createImageBitmap(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side);
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
