/** `urls` of describes: HashMap order, computed and found as recorded (rest-data.md 3.1, 3.3). */
import type { ObjectDefinition } from '../data/definition.ts';

const COMMON: Readonly<Record<string, string>> = {
  compactLayouts: '/describe/compactLayouts',
  rowTemplate: '/{ID}',
  approvalLayouts: '/describe/approvalLayouts',
  listviews: '/listviews',
  describe: '/describe',
  quickActions: '/quickActions',
  layouts: '/describe/layouts',
  sobject: '',
};

const OF_CASE: Readonly<Record<string, string>> = {
  compactLayouts: '/describe/compactLayouts',
  rowTemplate: '/{ID}',
  approvalLayouts: '/describe/approvalLayouts',
  caseArticleSuggestions: '/suggestedArticles',
  caseRowArticleSuggestions: '/{ID}/suggestedArticles',
  listviews: '/listviews',
  describe: '/describe',
  quickActions: '/quickActions',
  layouts: '/describe/layouts',
  sobject: '',
};

const OF_USER: Readonly<Record<string, string>> = {
  compactLayouts: '/describe/compactLayouts',
  rowTemplate: '/{ID}',
  namedLayouts: '/describe/namedLayouts/{LayoutName}',
  passwordUtilities: '/{ID}/password',
  describe: '/describe',
  quickActions: '/quickActions',
  layouts: '/describe/layouts',
  sobject: '',
};

const PLAIN: Readonly<Record<string, string>> = { rowTemplate: '/{ID}', describe: '/describe', sobject: '' };

const OF_OBJECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Case: OF_CASE,
  User: OF_USER,
};

/** Of the global describe. @param root `/services/data/v58.0` */
export function summaryUrls(object: ObjectDefinition, root: string): Record<string, string> {
  const own = OF_OBJECT[object.name] ?? (object.capabilities.has('layoutable') ? COMMON : PLAIN);
  return withRoot(own, object, root);
}

/** Of a whole describe: those of the user interface are on the My Domain. */
export function describeUrls(object: ObjectDefinition, root: string, origin: string): Record<string, string> {
  if (!object.capabilities.has('layoutable')) return withRoot(PLAIN, object, root);
  const own = withRoot(COMMON, object, root);
  return {
    compactLayouts: own.compactLayouts ?? '',
    rowTemplate: own.rowTemplate ?? '',
    approvalLayouts: own.approvalLayouts ?? '',
    uiDetailTemplate: `${origin}/{ID}`,
    uiEditTemplate: `${origin}/{ID}/e`,
    defaultValues: `${root}/sobjects/${object.name}/defaultValues?recordTypeId&fields`,
    listviews: own.listviews ?? '',
    describe: own.describe ?? '',
    uiNewRecord: `${origin}/${object.keyPrefix}/e`,
    quickActions: own.quickActions ?? '',
    layouts: own.layouts ?? '',
    sobject: own.sobject ?? '',
  };
}

function withRoot(
  urls: Readonly<Record<string, string>>,
  { name }: ObjectDefinition,
  root: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(urls).map(([resource, path]) => [resource, `${root}/sobjects/${name}${path}`]),
  );
}
