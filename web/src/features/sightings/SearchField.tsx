// The plate, told with every key: an answer that nobody waits for any more is given up.
import ClearIcon from '@mui/icons-material/Clear';
import SearchIcon from '@mui/icons-material/Search';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface SearchFieldProps {
  value: string;
  onChange: (plate: string) => void;
  hint?: string;
}

export function SearchField({ value, onChange, hint }: SearchFieldProps) {
  const { t } = useTranslation('sightings');
  const [typed, setTyped] = useState(value);
  const told = useRef([value]); // the newest that came back, and what was told since
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const index = told.current.lastIndexOf(value);
    if (index >= 0) return void told.current.splice(0, index); // comes back late, while more was typed
    told.current = [value]; // it changed elsewhere: back, or a link
    setTyped(value);
  }, [value]);
  const type = (text: string) => {
    setTyped(text);
    const plate = text.trim().toUpperCase();
    if (plate === told.current.at(-1)) return;
    told.current.push(plate);
    onChange(plate);
  };
  const clear = () => {
    type('');
    field.current?.focus();
  };
  return (
    <TextField
      type="search"
      label={t('search.plate')}
      value={typed}
      inputRef={field}
      onChange={(event) => type(event.target.value)}
      helperText={hint ?? t('search.help')}
      autoComplete="off"
      slotProps={{
        htmlInput: { autoCapitalize: 'characters', spellCheck: false, maxLength: 32, enterKeyHint: 'search' },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon aria-hidden />
            </InputAdornment>
          ),
          endAdornment: typed && (
            <InputAdornment position="end">
              <IconButton aria-label={t('search.clear')} onClick={clear} edge="end" size="small">
                <ClearIcon />
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
      sx={{
        '& input': { textTransform: 'uppercase', fontFamily: 'ui-monospace, monospace', fontWeight: 600 },
        '& input::-webkit-search-cancel-button': { display: 'none' },
      }}
    />
  );
}
