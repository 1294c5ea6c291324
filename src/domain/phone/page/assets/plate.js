// A plate drawn as a plate: the colours of its format, so that it is recognised at a glance.
import { element } from './dom.js';
import { t } from './i18n.js';

const COUNTRIES = { ar: 'REPÚBLICA ARGENTINA', br: 'BRASIL', uy: 'URUGUAY', py: 'PARAGUAY', cl: 'CHILE', co: 'COLOMBIA', pe: 'PERÚ', bo: 'BOLIVIA' };
const MERCOSUR = [/^[A-Z]{2}\d{3}[A-Z]{2}$/, /^[A-Z]\d{3}[A-Z]{3}$/, /^[A-Z]{3}\d[A-Z]\d{2}$/, /^[A-Z]{4}\d{3}$/];
const WHITE_ON_BLACK = [/^[A-Z]{3}\d{3}$/, /^\d{3}[A-Z]{3}$/];

function look(plate, region) {
  if (region && !(region in COUNTRIES)) return 'plain';
  if (MERCOSUR.some((format) => format.test(plate))) return 'mercosur';
  if (['', 'ar'].includes(region) && WHITE_ON_BLACK.some((format) => format.test(plate))) return 'black';
  return 'plain';
}

// «AB 123 CD»: letters and digits apart, as on the metal.
export const spaced = (plate) => plate.replace(/([A-Z])(?=\d)|(\d)(?=[A-Z])/g, '$&\u2009');

export function plateBadge(plate, { region = '', size = '' } = {}) {
  const country = COUNTRIES[region] ?? '';
  return element('p', { class: `plate ${look(plate, region)} ${size}`, role: 'img', 'aria-label': t('plate.label', { plate: [...plate].join(' ') }) },
    element('span', { class: 'plate-band', 'aria-hidden': 'true' }, country),
    element('span', { class: 'plate-text', 'aria-hidden': 'true' }, spaced(plate)));
}

// What a person typed, as it is stored: capital letters and digits.
export const normalised = (text) => text.toUpperCase().normalize('NFD').replace(/[^A-Z0-9]/g, '');
export const looksLikePlate = (plate) => /^[A-Z0-9]{2,12}$/.test(plate);
