// One accent, calm grounds, strong contrast; compact for who works at a screen, large targets for who works in the street.
import { createTheme } from '@mui/material/styles';

const shared = {
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif',
};
export const tabular = { fontVariantNumeric: 'tabular-nums' } as const;

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data', nativeColor: false },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#1558d6', contrastText: '#fff' },
        success: { main: '#0b6b3a' },
        warning: { main: '#8a5200' },
        error: { main: '#b3161f' },
        info: { main: '#1558d6' },
        background: { default: '#f4f6f9', paper: '#ffffff' },
        text: { primary: '#131a22', secondary: '#525e6c' },
        divider: '#d8dfe8',
      },
    },
    dark: {
      palette: {
        primary: { main: '#7db0ff', contrastText: '#07142b' },
        success: { main: '#7fdca6' },
        warning: { main: '#ffcb73' },
        error: { main: '#ff9c9c' },
        info: { main: '#7db0ff' },
        background: { default: '#0e1318', paper: '#182029' },
        text: { primary: '#eef2f6', secondary: '#a8b4c1' },
        divider: '#334150',
      },
    },
  },
  shape: { borderRadius: 10 },
  typography: {
    ...shared,
    h1: { fontSize: '1.5rem', lineHeight: 1.25, fontWeight: 650, letterSpacing: '-0.015em' },
    h2: { fontSize: '1.15rem', lineHeight: 1.3, fontWeight: 650, letterSpacing: '-0.01em' },
    h3: { fontSize: '1rem', lineHeight: 1.35, fontWeight: 650 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { overflowWrap: 'break-word' },
        ':focus-visible': { outline: '3px solid var(--mui-palette-primary-main)', outlineOffset: 2 },
        'h1:focus': { outline: 'none' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
        },
      },
    },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { root: { '@media (pointer: coarse)': { minHeight: 44 } } },
    },
    MuiIconButton: { styleOverrides: { root: { '@media (pointer: coarse)': { minWidth: 44, minHeight: 44 } } } },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiDialog: {
      styleOverrides: {
        paper: {
          '@media (max-width: 599.95px)': {
            '&:not(.MuiDialog-paperFullScreen)': {
              margin: 16,
              width: 'calc(100% - 32px)',
              maxHeight: 'calc(100% - 32px)',
            },
          },
        },
      },
    },
    MuiDialogTitle: { styleOverrides: { root: { fontSize: '1.15rem', fontWeight: 650, letterSpacing: '-0.01em' } } },
    MuiCard: { defaultProps: { variant: 'outlined' } },
    MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
    MuiTooltip: { defaultProps: { arrow: true } },
  },
});
