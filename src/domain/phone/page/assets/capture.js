// Takes photos, asks where, keeps them until they are sent, and hands the answers over.
import { Problem, Unreachable, newIdempotencyKey, uploadCapture } from './api.js';
import { announce, button, element, notice } from './dom.js';
import { t } from './i18n.js';
import { NoPosition, fixedPlace, phonePosition, wakeReceiver } from './place.js';
import { placeRow } from './place_row.js';
import { problemNotice, problemText } from './problem.js';
import { dropPhoto, keepPhoto, waitingPhotos } from './queue.js';

const JUST_TAKEN_MS = 120_000;
const TRY_AGAIN_MS = 15_000;

// A picture from the gallery was taken elsewhere, unless it is only moments old.
const takenHere = (file, fromCamera) => fromCamera || Date.now() - file.lastModified < JUST_TAKEN_MS;

async function placeNow(row) {
  try {
    row.asking();
    const place = await phonePosition();
    row.found(place);
    return place;
  } catch (problem) {
    if (!(problem instanceof NoPosition)) throw problem;
    row.failed(problem.reason);
    return null;
  }
}

function fieldsOf(file, place) {
  const fields = { taken_at: new Date(file.lastModified).toISOString() };
  if (place?.source === 'map') fields.place = `${place.lat},${place.lon}`;
  if (place?.source === 'phone') fields.position = `${place.lat},${place.lon},${place.accuracy_m}`;
  return fields;
}

// `onAnswer(answer, file)` gets what the server says of each photo.
export function captureView(root, waitingRoot, onAnswer) {
  const row = placeRow();
  let sending = false;
  let timer;

  async function keep(files, fromCamera) {
    const fixed = fixedPlace();
    const here = files.filter((file) => takenHere(file, fromCamera));
    const place = fixed ?? (here.length ? await placeNow(row) : null);
    for (const [position, file] of files.entries()) {
      const fields = fieldsOf(file, fixed || here.includes(file) ? place : null);
      await keepPhoto({ idempotencyKey: newIdempotencyKey(), file, fields, addedAt: Date.now() + position / 1000 });
    }
  }

  async function add(files, fromCamera) {
    try {
      await keep(files, fromCamera);
    } catch (problem) {
      waitingRoot.replaceChildren(notice('bad', element('p', {}, t('photo.not_kept')), element('small', {}, problem.message)));
      return;
    }
    await send();
  }

  function picker(label, iconName, kind, attributes) {
    const input = element('input', { type: 'file', accept: 'image/*', class: 'hidden', tabindex: '-1', 'aria-hidden': 'true', ...attributes });
    input.addEventListener('change', () => {
      const files = [...input.files];
      add(files, 'capture' in attributes).finally(() => { input.value = ''; });
    });
    const pick = () => {
      wakeReceiver();
      input.click();
    };
    return [input, button(label, { icon: iconName, kind, click: pick })];
  }

  function retryIn(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  async function sendOne(photo, progress) {
    const answer = await uploadCapture(photo, (share) => { progress.value = share; });
    await dropPhoto(photo.idempotencyKey);
    onAnswer(answer, photo.file);
  }

  // A photo that cannot be sent now stays; one that the server refuses is shown with the reason and let go by the person.
  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (let photos = await waitingPhotos(); photos.length; photos = await waitingPhotos()) {
        const progress = element('progress', { max: 1, 'aria-label': t('photo.sending', { count: photos.length }) });
        waitingRoot.replaceChildren(sendingNotice(photos.length, progress));
        await sendOne(photos[0], progress);
      }
      waitingRoot.replaceChildren();
    } catch (problem) {
      await pauseSending(problem);
    } finally {
      sending = false;
    }
  }

  async function pauseSending(problem) {
    const photos = await waitingPhotos();
    const passing = problem instanceof Unreachable || (problem instanceof Problem && problem.isPassing);
    if (passing) {
      waitingRoot.replaceChildren(keptNotice(photos.length, problem));
      retryIn(problem.retryAfterS * 1000 || TRY_AGAIN_MS);
      return;
    }
    waitingRoot.replaceChildren(refusedNotice(photos[0], problem));
    announce(problemText(problem));
  }

  const sendingNotice = (count, progress) =>
    element('div', { class: 'notice' }, element('p', {}, t(count > 1 ? 'photo.sending_many' : 'photo.sending', { count })), progress);

  const keptNotice = (count, problem) =>
    element('div', { class: 'notice warn', role: 'status' },
      element('p', {}, t(count > 1 ? 'photo.kept_many' : 'photo.kept', { count })),
      problem instanceof Problem && element('p', {}, problem.message),
      button(t('photo.send_now'), { click: send }));

  function refusedNotice(photo, problem) {
    const letGo = async () => {
      await dropPhoto(photo.idempotencyKey);
      waitingRoot.replaceChildren();
      await send();
    };
    return element('div', { class: 'view' }, problemNotice(problem),
      element('div', { class: 'row' },
        button(t('photo.try_again'), { kind: 'primary', click: send }),
        button(t('photo.let_go'), { click: letGo })));
  }

  function draw() {
    const [cameraInput, cameraButton] = picker(t('photo.take'), 'camera', 'shutter', { capture: 'environment', id: 'camera' });
    const [galleryInput, galleryButton] = picker(t('photo.gallery'), 'gallery', 'wide', { multiple: true, id: 'gallery' });
    root.className = 'view';
    root.replaceChildren(cameraInput, cameraButton, galleryInput, galleryButton, row.root);
    row.draw();
  }

  window.addEventListener('online', send);
  return { draw, send, takePhoto: () => root.querySelector('.shutter').click() };
}
