// One photo and what became of it: plate, place, time, stay, and what a person can set right.
import { captureOf, correctSighting, enterPlate, pictureAt, useArrivalTime } from './captures.js';
import { correctForm, manualForm } from './correct.js';
import { announce, button, drawn, element, icon, notice } from './dom.js';
import { hasWords, metresText, momentText, percentText, t } from './i18n.js';
import { coordinatesText, mapLink, phonePosition } from './place.js';
import { askPlace } from './place_row.js';
import { plateBadge } from './plate.js';
import { problemNotice } from './problem.js';
import { stayPanel } from './stay.js';

const SURE = 0.95;
const LIKELY = 0.8;

function confidenceLine({ confidence }) {
  const word = confidence >= SURE ? 'sure' : confidence >= LIKELY ? 'likely' : 'doubtful';
  return element('p', { class: `confidence ${word}` }, t(`confidence.${word}`, { percent: percentText(confidence) }));
}

function stayOutcome({ stay, place, taken_at: taken }) {
  const kind = { opened: 'good', closed: 'good', asked: 'warn' }[stay.happened] ?? '';
  return { kind, text: t(`stay.${stay.happened}`, { zone: stay.zone, time: momentText(taken.value) }), mend: place ? null : 'place' };
}

// What the photo did, in one sentence: {kind, text, mend?}; `mend` names what a person can do about it.
export function outcomeOf(capture) {
  const { nothing_read: nothing, readings, sighting, stay, place, taken_at: taken, offers } = capture;
  if (!readings.length) return { kind: 'warn', text: t(hasWords(`nothing.${nothing}`) ? `nothing.${nothing}` : 'nothing.other') };
  if (stay) return stayOutcome(capture);
  if (!sighting) return { kind: 'warn', text: t('stay.doubtful') };
  if (offers.includes('use_arrival_time')) {
    return { kind: 'warn', text: t(`stay.${taken.flags[0]}`, { time: momentText(taken.value) }), mend: 'time' };
  }
  if (!place) return { kind: 'warn', text: t('stay.no_place'), mend: 'place' };
  return { kind: '', text: t('stay.no_zone'), mend: 'place' };
}

function fact(iconName, name, ...content) {
  return element('div', {}, element('dt', {}, name), icon(iconName), element('dd', {}, ...content));
}

function placeFact(place) {
  const accuracy = place.accuracy_m != null && t('place.accuracy', { distance: metresText(place.accuracy_m) });
  return fact('pin', t('fact.place'),
    element('a', { href: mapLink(place), target: '_blank', rel: 'noreferrer' }, coordinatesText(place)),
    ` · ${[t(`source.${place.source}`), accuracy].filter(Boolean).join(' · ')}`);
}

function facts({ taken_at: taken, place, readings }) {
  const others = readings.slice(1).map((reading) => reading.plate).join(', ');
  return element('dl', { class: 'facts' },
    fact('clock', t('fact.time'), `${momentText(taken.value)} · ${t(`time.${taken.source}`)}`),
    place && placeFact(place),
    others && fact('car', t('fact.also'), `${t('fact.also')}: ${others}`));
}

async function fill(slot, blob, label) {
  try {
    slot.replaceChildren(await drawn(await blob, label));
  } catch (problem) {
    slot.remove(); // A browser that cannot show HEIC, or no network: the card stands without its picture.
    console.info('no picture', problem);
  }
}

// `photo`: the file, when it was taken on this phone.
export function captureCard(first, { photo } = {}) {
  const root = element('article', { class: 'card', tabindex: '-1' });
  let current = first;
  let isLatest = true; // of its stay

  // Does what a person asked, and shows the photo as it stands then.
  async function mended(change) {
    try {
      await change();
      show(await captureOf(first.id));
      sayAloud();
    } catch (problem) {
      root.querySelector('.notice.bad')?.remove();
      root.append(problemNotice(problem));
    }
  }

  const correct = (sighting, fields) => mended(() => correctSighting(sighting, fields));
  const enter = (plate) => mended(() => enterPlate(first.id, plate));

  async function useHere(sighting) {
    const place = await phonePosition().catch((problem) => {
      askPlace((placed) => correct(sighting, { place: placed }), { reason: problem.reason });
    });
    if (place) await correct(sighting, { place });
  }

  function mending({ sighting }, mend) {
    if (!mend) return null;
    if (mend === 'time') return button(t('mend.arrival'), { icon: 'clock', kind: 'wide', click: () => mended(() => useArrivalTime(first.id)) });
    return element('div', { class: 'row' },
      button(t('mend.here'), { icon: 'pin', click: () => useHere(sighting) }),
      button(t('mend.place'), { click: () => askPlace((place) => correct(sighting, { place })) }));
  }

  function pictureOf({ readings, thumbnail }) {
    const slot = element('div', {});
    const [reading] = readings;
    if (reading?.crop) fill(slot, pictureAt(reading.crop), t('card.crop', { plate: reading.plate }));
    else if (photo) fill(slot, photo, t('card.picture'));
    else if (thumbnail) fill(slot, pictureAt(thumbnail), t('card.picture'));
    return slot;
  }

  function head(capture) {
    const [reading] = capture.readings;
    return element('div', { class: 'card-head' }, pictureOf(capture),
      element('div', {},
        reading ? plateBadge(reading.plate, { region: reading.region }) : element('h3', {}, t('card.no_plate')),
        reading && confidenceLine(reading)));
  }

  function correction({ readings, sighting, offers }) {
    if (sighting) return correctForm(readings[0], (plate) => correct(sighting, { plate }));
    return offers.includes('enter_plate') && manualForm(readings, enter);
  }

  function show(capture) {
    current = capture;
    const outcome = outcomeOf(capture);
    const sentence = element('div', { class: `happened ${outcome.kind}` }, element('p', {}, outcome.text), mending(capture, outcome.mend));
    root.replaceChildren(...[
      head(capture),
      sentence,
      capture.duplicate_of && notice('', element('p', {}, t('card.duplicate'))),
      isLatest && capture.stay && stayPanel(capture.stay.id),
      capture.flags.includes('places_disagree') && notice('warn', element('p', {}, t('card.places_disagree'))),
      facts(capture),
      correction(capture),
    ].filter(Boolean));
  }

  const sayAloud = () => announce([current.readings[0]?.plate, outcomeOf(current).text].filter(Boolean).join('. '));

  show(first);
  sayAloud();
  const redraw = () => show(current);
  // A newer photo of the same stay shows the stay from now on.
  const giveWayTo = (captures) => {
    if (!captures.some(({ stay }) => stay && stay.id === current.stay?.id)) return;
    isLatest = false;
    redraw();
  };
  return { root, redraw, giveWayTo };
}
