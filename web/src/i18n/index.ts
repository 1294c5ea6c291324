// Words by feature and language: src/i18n/<language>/<feature>.json, fetched when a page first needs them.
import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'patente.language';
const files = import.meta.glob<ResourceKey>('./*/*.json', { import: 'default' });

const isLanguage = (text: string | null | undefined): text is Language => LANGUAGES.some((each) => each === text);

const asFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, feature, done) {
    const file = files[`./${language}/${feature}.json`];
    if (!file) return done(new Error(`no words: ${language}/${feature}.json`), null);
    file().then(
      (words) => done(null, words),
      (problem: unknown) => done(problem as Error, null),
    );
  },
};

function chosen(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'es';
}

export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(asFiles)
    .use(initReactI18next)
    .init({
      lng: chosen(),
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ['ui', 'app'],
      defaultNS: 'ui',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'es');

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
