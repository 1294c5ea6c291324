// Every address inside the app; react-router puts /app before them.
export const paths = {
  home: () => '/',
};
