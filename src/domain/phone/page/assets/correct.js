// Setting a plate right: one touch on an alternative, or typing it.
import { enterSighting } from './captures.js';
import { element, field, icon } from './dom.js';
import { momentText, percentText, t } from './i18n.js';
import { looksLikePlate, normalised, spaced } from './plate.js';
import { problemNotice } from './problem.js';

let made = 0;

function plateForm(label, submitLabel, onPlate) {
  made += 1;
  const entry = field(label, {
    name: 'plate', id: `plate-${made}`, class: 'plate-input', placeholder: 'AB 123 CD', maxlength: 16, autocapitalize: 'characters',
    enterkeyhint: 'done',
  });
  const submit = async (event) => {
    event.preventDefault();
    const plate = normalised(entry.input.value);
    if (!looksLikePlate(plate)) return entry.fail(t('plate.fault'));
    confirm.disabled = true;
    await onPlate(plate);
    confirm.disabled = false;
  };
  const confirm = element('button', { class: 'primary', type: 'submit' }, submitLabel);
  return element('form', { class: 'inline', submit }, entry.root, confirm);
}

function chips(alternatives, onPlate) {
  return element('div', { class: 'chips', role: 'group', 'aria-label': t('correct.alternatives') },
    ...alternatives.map(({ plate, confidence }) =>
      element('button', { type: 'button', click: () => onPlate(plate), 'aria-label': t('correct.to', { plate }) },
        spaced(plate), element('small', {}, percentText(confidence)))));
}

// The key «e» opens the first of these on the page.
export function correctForm(reading, onPlate) {
  const offered = reading.alternatives.filter(({ plate }) => plate !== reading.plate);
  return element('details', { class: 'correct' },
    element('summary', {}, icon('edit'), t('correct.open')),
    element('div', { class: 'view' },
      offered.length > 0 && chips(offered, onPlate),
      plateForm(t('correct.type'), t('correct.save'), onPlate)));
}

// Where nothing was read: the plate as a person sees it, with the photo as its evidence.
export function manualForm(capture) {
  const root = element('div', { class: 'view' });
  const enter = async (plate) => {
    const { id, taken_at: taken, place, readings } = capture;
    const alternatives = readings.slice(0, 10).map((reading) => ({ plate: reading.plate, confidence: reading.confidence }));
    try {
      await enterSighting({ plate, confidence: 1, alternatives, seen_at: taken.value, place: place ?? undefined, evidence: id });
      root.replaceChildren(element('p', { class: 'happened good' }, t('manual.done', { plate: spaced(plate), time: momentText(taken.value) })));
    } catch (problem) {
      root.querySelector('.notice')?.remove();
      root.append(problemNotice(problem));
    }
  };
  root.append(...[
    capture.readings.length > 0 && chips(capture.readings, enter),
    plateForm(t('manual.type'), t('manual.save'), enter)].filter(Boolean));
  return root;
}
