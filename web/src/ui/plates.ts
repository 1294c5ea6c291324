export type PlateLook = 'mercosur' | 'black' | 'plain';

export const COUNTRIES: Record<string, string> = {
  ar: 'REPÚBLICA ARGENTINA',
  br: 'BRASIL',
  uy: 'URUGUAY',
  py: 'PARAGUAY',
  cl: 'CHILE',
  co: 'COLOMBIA',
  pe: 'PERÚ',
  bo: 'BOLIVIA',
};
const MERCOSUR = [/^[A-Z]{2}\d{3}[A-Z]{2}$/, /^[A-Z]\d{3}[A-Z]{3}$/, /^[A-Z]{3}\d[A-Z]\d{2}$/, /^[A-Z]{4}\d{3}$/];
const WHITE_ON_BLACK = [/^[A-Z]{3}\d{3}$/, /^\d{3}[A-Z]{3}$/];

export function lookOf(plate: string, region: string): PlateLook {
  if (region && !(region in COUNTRIES)) return 'plain';
  if (MERCOSUR.some((format) => format.test(plate))) return 'mercosur';
  if (['', 'ar'].includes(region) && WHITE_ON_BLACK.some((format) => format.test(plate))) return 'black';
  return 'plain';
}

export const looksComplete = (plate: string): boolean =>
  [...MERCOSUR, ...WHITE_ON_BLACK].some((format) => format.test(plate));

// «AB 123 CD»: letters and digits apart, as on the metal.
export const spaced = (plate: string): string => plate.replace(/([A-Z])(?=\d)|(\d)(?=[A-Z])/g, '$&\u2009');

// What a person typed, as it is stored: capital letters and digits.
export const normalised = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^A-Z0-9]/g, '');

export const looksLikePlate = (plate: string): boolean => /^[A-Z0-9]{2,12}$/.test(plate);
