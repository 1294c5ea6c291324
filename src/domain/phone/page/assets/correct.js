// Setting a plate right: one touch on an alternative, or typing it.
import { element, field, icon } from './dom.js';
import { percentText, t } from './i18n.js';
import { looksLikePlate, normalised, spaced } from './plate.js';

const OFFERED = 5;

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
      element('button', { type: 'button', click: () => onPlate(plate) },
        element('span', { class: 'hidden' }, t('correct.to')), spaced(plate), element('small', {}, percentText(confidence)))));
}

// The key «e» opens the first of these on the page.
export function correctForm(reading, onPlate) {
  const offered = reading.alternatives.slice(0, OFFERED);
  return element('details', { class: 'correct' },
    element('summary', {}, icon('edit'), t('correct.open')),
    element('div', { class: 'view' },
      offered.length > 0 && chips(offered, onPlate),
      plateForm(t('correct.type'), t('correct.save'), onPlate)));
}

// Where no reading was sure enough: one touch on what may be right, or typing it.
export function manualForm(readings, onPlate) {
  return element('div', { class: 'view' },
    readings.length > 0 && chips([readings[0], ...readings[0].alternatives].slice(0, OFFERED), onPlate),
    plateForm(t('manual.type'), t('manual.save'), onPlate));
}
