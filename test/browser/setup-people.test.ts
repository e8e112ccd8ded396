/** Users, profiles, networks and what people set of their own, with JavaScript; without it in setup-people.long.test.ts. */
import { walkThroughPeople } from './setup-people.ts';

walkThroughPeople(true);
