// A picture of the API, fetched with the caller's key or session.
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import type { SxProps } from '@mui/material/styles';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readBlob } from '@/api/client';

interface PictureProps {
  path: string; // "/v1/captures/…/crop"
  alt: string;
  sx?: SxProps;
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made); // eslint-disable-line react-hooks/set-state-in-effect -- an address that must be given back
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

export function Picture({ path, alt, sx }: PictureProps) {
  const { data, isError } = useQuery({
    queryKey: ['picture', path],
    queryFn: ({ signal }) => readBlob(path, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const url = useObjectUrl(data);
  if (isError)
    return <Box role="img" aria-label={alt} sx={[{ bgcolor: 'action.hover' }, ...(Array.isArray(sx) ? sx : [sx])]} />;
  if (!url) return <Skeleton variant="rounded" role="img" aria-label={alt} sx={sx} />;
  return (
    <Box
      component="img"
      src={url}
      alt={alt}
      sx={[{ display: 'block', objectFit: 'cover' }, ...(Array.isArray(sx) ? sx : [sx])]}
    />
  );
}
