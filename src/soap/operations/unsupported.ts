/** Operations that Salesforce has and fauxforce has not: the session is looked at first, as by all others (soap-data.md 5). */
import { refuse } from '../../refusals/check.ts';
import type { SessionOperation } from '../operation.ts';

const NAMES =
  'changeOwnPassword convertLead deleteByExample describeAllTabs describeAppMenu describeApprovalLayout ' +
  'describeAvailableQuickActions describeCompactLayouts describeDataCategoryGroups describeDataCategoryGroupStructures ' +
  'describeDataCategoryMappings describeGlobalTheme describeKnowledgeSettings describeLayout describeNouns ' +
  'describePathAssistants describePrimaryCompactLayouts describeQuickActions describeSearchableEntities ' +
  'describeSearchLayouts describeSearchScopeOrder describeSObjectListViews describeSoftphoneLayout describeSoqlListViews ' +
  'describeTabs describeTheme describeVisualForce emptyRecycleBin executeListView findDuplicates findDuplicatesByIds ' +
  'merge performQuickActions process renderEmailTemplate renderStoredEmailTemplate ' +
  'retrieveMassQuickActionTemplates retrieveQuickActionTemplates sendEmail sendEmailMessage';

export const unsupportedOperations: readonly SessionOperation[] = NAMES.split(' ').map((name) => ({
  name,
  session: 'needed',
  parameters: [],
  answer: (call) => refuse(call, 'soap.unsupported', { operation: `${name}()` }),
}));
