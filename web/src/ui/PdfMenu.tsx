// A document to print: opens in a tab of its own, fetched with the caller's key or session.
import PrintIcon from '@mui/icons-material/PrintOutlined';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Snackbar from '@mui/material/Snackbar';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readBlob } from '@/api/client';
import { ProblemAlert } from '@/ui/problem';

interface PdfMenuProps {
  path: string; // "/v1/parking/tickets/T-2026-000001.pdf"
  papers: string[]; // of the API: "a6", "80mm"
}

const KEPT_MS = 60_000;

async function open(path: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await readBlob(path));
  const link = document.createElement('a');
  Object.assign(link, { href: url, target: '_blank', rel: 'noopener', title: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

export function PdfMenu({ path, papers }: PdfMenuProps) {
  const { t, i18n } = useTranslation('ui');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const menu = useId();

  const print = async (paper: string) => {
    setAnchor(null);
    setRunning(true);
    await open(`${path}?${new URLSearchParams({ paper, lang: i18n.language }).toString()}`, path).catch(setProblem);
    setRunning(false);
  };
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<PrintIcon />}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        loading={running}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? menu : undefined}
      >
        {t('print.label')}
      </Button>
      <Menu id={menu} anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        {papers.map((paper) => (
          <MenuItem key={paper} onClick={() => void print(paper)}>
            {t(`print.${paper}`)}
          </MenuItem>
        ))}
      </Menu>
      <Snackbar open={Boolean(problem)} autoHideDuration={8_000} onClose={() => setProblem(null)}>
        <div>
          <ProblemAlert problem={problem} />
        </div>
      </Snackbar>
    </>
  );
}
