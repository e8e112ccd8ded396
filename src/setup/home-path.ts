/** Where Setup begins. */
export const HOME = '/ui/setup/Setup';
