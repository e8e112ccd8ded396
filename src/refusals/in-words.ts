/** The catalogue for people: what each refusal would say, with `<name>` where a compared value will stand. */
import { catalogue, factsOf, fixOf, type RefusalName } from './catalogue.ts';
import { placeholder } from './placeholder.ts';
import { type Evidence, fixInWords, type Recipe, type Surface } from './refusal.ts';

export interface RefusalInWords {
  readonly name: RefusalName;
  readonly surface: Surface;
  readonly status: number;
  readonly error: string;
  readonly error_description: string;
  readonly why: string;
  readonly fix: string;
  readonly evidence: Evidence;
  readonly recipe: Recipe;
}

/** As one of a list. */
export type ListedRefusal = Omit<RefusalInWords, 'recipe'> & Partial<Pick<RefusalInWords, 'recipe'>>;

/** Characters of a recipe in a list, as JSON: a few recipes send megabytes, which nobody reads there. */
export const LONGEST_LISTED_RECIPE = 10_000;

const refusalNames = Object.keys(catalogue) as RefusalName[];

export function catalogueInWords(): RefusalInWords[] {
  return refusalNames.map(refusalInWords);
}

/** For a list: whoever asks for the refusal by its name gets the recipe. */
export function withoutLongRecipe(refusal: RefusalInWords): ListedRefusal {
  const { recipe, ...others } = refusal;
  return JSON.stringify(recipe).length > LONGEST_LISTED_RECIPE ? others : refusal;
}

function refusalInWords(name: RefusalName): RefusalInWords {
  const facts = factsOf(name);
  const { surface, status, error, description, why, evidence, recipe } = facts;
  const values = placeholder('value', { nearMiss: undefined, ...facts.typical });
  return {
    name,
    surface,
    status,
    error,
    error_description: typeof description === 'function' ? String(description(values)) : description,
    why: why(values).replaceAll('NaN', '<number>'),
    fix: fixInWords(fixOf(facts, values), undefined),
    evidence,
    recipe,
  };
}
