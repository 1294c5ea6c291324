// One photo and what became of it: plate, place, time, stay, and what a person can set right.
import { correctForm, manualForm } from './correct.js';
import { captureOf, correctSighting, cropOf } from './captures.js';
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

// What the photo did, in one sentence: {kind, text, mend?}; `mend` names what a person can do about it.
export function outcomeOf({ nothing_read: nothing, readings, sighting, stay, place, taken_at: taken }) {
  if (!readings.length) return { kind: 'warn', text: t(hasWords(`nothing.${nothing}`) ? `nothing.${nothing}` : 'nothing.other') };
  const time = momentText(taken.value);
  if (stay) {
    const kind = { opened: 'good', closed: 'good', asked: 'warn' }[stay.happened] ?? '';
    return { kind, text: t(`stay.${stay.happened}`, { zone: stay.zone, time }) };
  }
  if (taken.flags.includes('too_old')) return { kind: 'warn', text: t('stay.too_old', { time }), mend: 'time' };
  if (taken.flags.includes('future')) return { kind: 'warn', text: t('stay.future', { time }), mend: 'time' };
  if (!sighting) return { kind: 'warn', text: t('stay.doubtful') };
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

  async function mended(change) {
    try {
      await change();
      show(await captureOf(first.id));
    } catch (problem) {
      root.append(problemNotice(problem));
    }
  }

  const correct = (sighting, fields) => mended(() => correctSighting(sighting, fields));

  async function useHere(sighting) {
    try {
      await correct(sighting, { place: await phonePosition() });
    } catch (problem) {
      askPlace((place) => correct(sighting, { place }), { reason: problem.reason });
    }
  }

  function mending({ sighting }, mend) {
    if (!sighting || !mend) return null;
    if (mend === 'time') {
      return button(t('mend.arrival'), { icon: 'clock', kind: 'wide', click: () => correct(sighting, { seen_at: new Date().toISOString() }) });
    }
    return element('div', { class: 'row' },
      button(t('mend.here'), { icon: 'pin', click: () => useHere(sighting) }),
      button(t('mend.place'), { click: () => askPlace((place) => correct(sighting, { place })) }));
  }

  function head(capture) {
    const [reading] = capture.readings;
    const picture = element('div', {});
    if (reading?.crop) fill(picture, cropOf(reading), t('card.crop', { plate: reading.plate }));
    else if (photo) fill(picture, photo, t('card.picture'));
    return element('div', { class: 'card-head' }, picture,
      element('div', {},
        reading ? plateBadge(reading.plate, { region: reading.region ?? '' }) : element('h3', {}, t('card.no_plate')),
        reading && confidenceLine(reading)));
  }

  function show(capture) {
    current = capture;
    const outcome = outcomeOf(capture);
    const [reading] = capture.readings;
    const sentence = element('div', { class: `happened ${outcome.kind}` }, element('p', {}, outcome.text), mending(capture, outcome.mend));
    root.replaceChildren(...[
      head(capture),
      sentence,
      capture.duplicate_of && notice('', element('p', {}, t('card.duplicate'))),
      capture.stay && stayPanel(capture.stay.id),
      facts(capture),
      reading && capture.sighting && correctForm(reading, (plate) => correct(capture.sighting, { plate })),
      !(reading && capture.sighting) && manualForm(capture),
    ].filter(Boolean));
    announce([reading?.plate, outcome.text].filter(Boolean).join('. '));
  }

  show(first);
  return { root, redraw: () => show(current) };
}
