// The arrows of the wing: app → features → ui, api. No feature sees another; what two of them need is in ui or api.
import { readdirSync } from 'node:fs';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const upward = { regex: '^\\.\\./', message: 'Write imports from the root: @/ui/Page, @mock/server.' };
const app = {
  regex: '^@/app/(?!paths$)',
  message: 'Only app sees app; features may take their addresses from @/app/paths.',
};
const features = {
  regex: '^@/features/',
  message: 'app puts features together; what others need of one belongs in @/ui or @/api.',
};
const icons = { regex: '^@mui/(material|icons-material)$', message: 'Import the one component: @mui/material/Button.' };
const mock = { regex: '^@mock/', message: 'The mock API is for tests and npm run dev.' };

// A folder's forbidden imports; its tests may use the mock API, too.
function zone(folder, forbidden) {
  const rule = (patterns) => ({ 'no-restricted-imports': ['error', { patterns: [upward, icons, ...patterns] }] });
  return [
    { files: [`${folder}/**`], rules: rule([...forbidden, mock]) },
    { files: [`${folder}/**/*.test.{ts,tsx}`], rules: rule(forbidden) },
  ];
}

const featureZones = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => zone(`src/features/${name}`, [app, { ...features, regex: `^@/features/(?!${name}(/|$))` }]));

export default tseslint.config(
  { ignores: ['dist/', 'src/api/schema.d.ts', 'node_modules/'] },
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  hooks.configs.flat.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': ['error', { allow: ['error'] }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_$' }],
      eqeqeq: ['error', 'smart'],
    },
  },
  { files: ['build/**'], rules: { 'no-console': 'off' } },
  zone('src', []),
  ...['ui', 'i18n'].map((name) => zone(`src/${name}`, [app, features])),
  zone('src/api', [app, features, { regex: '^@/ui/', message: 'api knows no screen.' }]),
  ...featureZones,
);
