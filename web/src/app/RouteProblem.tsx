import { useEffect } from 'react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { NoPage } from '@/app/NoPage';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';

// What a page threw while it was drawn, in the place of that page.
export function RouteProblem() {
  const problem = useRouteError();
  useEffect(() => console.error(problem), [problem]);
  if (isRouteErrorResponse(problem) && problem.status === 404) return <NoPage why="missing" />;
  return (
    <Page title="Patente">
      <ErrorState problem={problem} onRetry={() => location.reload()} />
    </Page>
  );
}
