// Words, numbers, times and money in the language of the person.
import en from './en.js';
import es from './es.js';

const WORDS = { es, en };
const LOCALES = { es: 'es-AR', en: 'en-GB' };
const STORED = 'patente.language';

let current = localStorage.getItem(STORED) ?? (navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en');

export const language = () => current;
export const otherLanguage = () => (current === 'es' ? 'en' : 'es');

export function setLanguage(next) {
  current = next;
  localStorage.setItem(STORED, next);
}

export function t(key, values = {}) {
  const words = WORDS[current][key];
  if (words === undefined) throw new Error(`no words for ${key} in ${current}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// The server's words that come in both languages: {en, es}. A number stays with what stands before it: «$ 1.000,00».
export const textOf = (text) => text[current].replace(/ (?=\d)|(?<=\d) (?=%)/g, '\u00a0');

export const hasWords = (key) => key in WORDS[current];

// Puts words into the parts of the page that do not change: data-text and data-label.
export function translatePage() {
  document.documentElement.lang = current;
  for (const each of document.querySelectorAll('[data-text]')) each.textContent = t(each.dataset.text);
}

const format = (options) => new Intl.DateTimeFormat(LOCALES[current], options);

// «14:03» today, «3 nov, 14:03» on another day; in the place's time zone, or the phone's where no place is known.
export function momentText(instant, timeZone) {
  const moment = new Date(instant);
  const date = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
  const day = date.format(moment) === date.format(new Date()) ? {} : { day: 'numeric', month: 'short' };
  return format({ ...day, timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment);
}

// From one instant to another, as a clock without seconds shows them and a ticket prints them.
export function durationText(from, to) {
  const clock = (instant) => Math.floor(new Date(instant) / 60_000);
  const minutes = Math.max(0, clock(to) - clock(from));
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t('duration.days', { days: Math.floor(hours / 24) });
  return hours ? t('duration.hours', { hours, minutes: minutes % 60 }) : t('duration.minutes', { minutes });
}

function minorDigits(currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}

export function moneyText({ amount, currency }) {
  const units = amount / 10 ** minorDigits(currency);
  return new Intl.NumberFormat(LOCALES[current], { style: 'currency', currency }).format(units);
}

// «1250,50» or «1250.50», as a person of this language edits it.
export function moneyToEdit({ amount, currency }) {
  const digits = minorDigits(currency);
  const options = { useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALES[current], options).format(amount / 10 ** digits);
}

// The minor units of «1250,50» or «1250.50»; null when it is no such amount.
export function minorUnits(text, currency) {
  const digits = minorDigits(currency);
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim());
  const decimals = match?.[2] ?? '';
  if (!match || decimals.length > digits) return null;
  return Number(match[1] + decimals.padEnd(digits, '0'));
}

export const percentText = (share) => (share < 0.01 ? '<\u00a01\u00a0%' : `${Math.floor(share * 100)}\u00a0%`);

export const metresText = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`);
