import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import UpIcon from '@mui/icons-material/ArrowUpward';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ListOfProps<T> {
  items: T[];
  onChange: (items: T[]) => void;
  add: () => T;
  addLabel: string;
  itemLabel: (item: T, index: number) => string; // for who cannot see where the button stands
  ordered?: boolean; // the first that fits wins: items can be moved
  minimum?: number;
  children: (item: T, set: (change: Partial<T>) => void, index: number) => ReactNode;
}

// Parts of a document that come several times: each in a box, to be added, removed and put in order.
export function ListOf<T extends object>({
  items,
  onChange,
  add,
  addLabel,
  itemLabel,
  ordered,
  minimum = 0,
  children,
}: ListOfProps<T>) {
  const { t } = useTranslation('parking');
  const up = (index: number) => onChange(items.toSpliced(index - 1, 2, ...items.slice(index - 1, index + 1).reverse()));
  return (
    <Stack sx={{ gap: 1.5, alignItems: 'stretch' }}>
      {items.map((item, index) => (
        <Paper key={index} variant="outlined" sx={{ p: 1.5, display: 'flex', gap: 1 }}>
          <Stack sx={{ flex: 1, minWidth: 0, gap: 1.5 }}>
            {children(item, (change) => onChange(items.with(index, { ...item, ...change })), index)}
          </Stack>
          <Stack>
            {items.length > minimum && (
              <IconButton
                size="small"
                aria-label={t('form.remove', { what: itemLabel(item, index) })}
                onClick={() => onChange(items.toSpliced(index, 1))}
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            )}
            {ordered && index > 0 && (
              <IconButton
                size="small"
                aria-label={t('form.up', { what: itemLabel(item, index) })}
                onClick={() => up(index)}
              >
                <UpIcon fontSize="small" />
              </IconButton>
            )}
          </Stack>
        </Paper>
      ))}
      <Button startIcon={<AddIcon />} onClick={() => onChange([...items, add()])} sx={{ alignSelf: 'flex-start' }}>
        {addLabel}
      </Button>
    </Stack>
  );
}
