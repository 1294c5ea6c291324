// The arrows of eslint.config.js hold: what points the wrong way is refused, what points down is not.
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function refusals(filePath: string, from: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import { thing } from '${from}';\nexport const used = thing;\n`, {
    filePath,
  });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'parse');
}

describe('an import is refused', () => {
  it.each([
    ['src/features/identity/X.tsx', '@/features/captures/queries', 'a feature of another'],
    ['src/features/identity/X.tsx', '@/features/captures', 'a feature of another as a whole'],
    ['src/features/identity/X.tsx', '@/app/Shell', 'a feature of the app'],
    ['src/features/identity/X.tsx', '../captures/queries', 'upward by dots'],
    ['src/features/identity/X.tsx', '@mock/handlers', 'the product of the mock API'],
    ['src/ui/X.tsx', '@/features/identity/SignInPage', 'ui of a feature'],
    ['src/ui/X.tsx', '@/app/Shell', 'ui of the app'],
    ['src/api/x.ts', '@/ui/Page', 'api of ui'],
    ['src/app/X.tsx', '@mui/material', 'a library as a whole'],
  ])('%s of %s: %s', async (file, from) => {
    expect(await refusals(file, from)).toContain('no-restricted-imports');
  });
});

describe('an import is let through', () => {
  it.each([
    ['src/features/identity/X.tsx', '@/features/identity/queries'],
    ['src/features/identity/X.tsx', './queries'],
    ['src/features/identity/X.tsx', '@/app/paths'],
    ['src/features/identity/X.tsx', '@/ui/Page'],
    ['src/features/identity/X.test.tsx', '@mock/test'],
    ['src/ui/X.tsx', '@/api/client'],
    ['src/app/X.tsx', '@/features/identity'],
  ])('%s of %s', async (file, from) => {
    expect(await refusals(file, from)).toEqual([]);
  });
});
