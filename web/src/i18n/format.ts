// Numbers, money and times as the person writes them.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

const DEFAULT_LOCALE: Record<string, string> = { es: 'es-AR', en: 'en-GB' };

// The person's own region where the browser names one in this language.
export const localeFor = (language: string): string =>
  navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? DEFAULT_LOCALE[language] ?? language;

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const found = (made.get(key) as T | undefined) ?? make();
  made.set(key, found);
  return found;
}

const MOMENTS = {
  moment: { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  exact: {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: '2-digit', month: '2-digit', year: 'numeric' },
  month_day: { day: 'numeric', month: 'short' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type MomentForm = keyof typeof MOMENTS;

export interface Format {
  locale: string;
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  percent: (share: number) => string;
  money: (money: Schemas['Money']) => string;
  moment: (at: string, zone?: string | null, form?: MomentForm) => string;
  span: (from: string, to: string, zone?: string | null) => string;
  day: (day: string) => string; // a calendar's: "2026-11-27"
  country: (code: string) => string; // ISO 3166, "ar"
  duration: (minutes: number) => string;
  metres: (distance: number) => string;
}

function formatsOf(language: string): Format {
  const locale = localeFor(language);
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    kept(`${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value);
  const moments = (form: MomentForm, zone?: string | null) =>
    kept(
      `${locale} ${form} ${zone}`,
      () => new Intl.DateTimeFormat(locale, { ...MOMENTS[form], timeZone: zone ?? undefined }),
    );
  const unit = (value: number, name: string) =>
    number(value, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 });
  return {
    locale,
    number,
    // 99.6 % is not certain, and 0.4 % is not impossible.
    percent: (share) =>
      share > 0 && share < 0.01
        ? `<\u00a0${number(0.01, { style: 'percent' })}`
        : number(Math.floor(share * 100) / 100, { style: 'percent' }),
    money({ amount, currency }) {
      const format = kept(
        `${locale} ${currency}`,
        () => new Intl.NumberFormat(locale, { style: 'currency', currency }),
      );
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    moment: (at, zone, form = 'moment') => moments(form, zone).format(new Date(at)),
    span: (from, to, zone) => moments('short', zone).formatRange(new Date(from), new Date(to)),
    day: (day) => moments('date', 'UTC').format(new Date(day)),
    country: (code) => new Intl.DisplayNames(locale, { type: 'region' }).of(code.toUpperCase()) ?? code,
    duration(minutes) {
      const parts = [
        [Math.floor(minutes / 1440), 'day'],
        [Math.floor(minutes / 60) % 24, 'hour'],
        [minutes % 60, 'minute'],
      ] as const;
      const shown = parts.filter(([value]) => value > 0).slice(0, 2);
      return shown.length ? shown.map(([value, name]) => unit(value, name)).join(' ') : unit(0, 'minute');
    },
    metres: (distance) =>
      distance < 1000
        ? unit(distance, 'meter')
        : number(distance / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 }),
  };
}

const formats = new Map<string, Format>();

export function useFormat(): Format {
  const language = useTranslation().i18n.language;
  const found = formats.get(language) ?? formatsOf(language);
  formats.set(language, found);
  return found;
}
