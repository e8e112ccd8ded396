/** `GET /services/data/vNN.0/limits`: names and ceilings of a Developer Edition org, alphabetical, as recorded in 2023 (rest-data.md 8). */
import type { Resource } from '../call.ts';
import { MOST_BATCHES, MOST_QUERIES, usedOfDay } from '../jobs/open-job.ts';

/** Nothing but API requests and jobs is ever used up here, and the number of requests is the org's. */
const CEILINGS = {
  ActiveScratchOrgs: 3,
  AnalyticsExternalDataSizeMB: 40960,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentEinsteinDataInsightsStoryCreation: 5,
  ConcurrentEinsteinDiscoveryStoryCreation: 2,
  ConcurrentSyncReportRuns: 20,
  DailyAnalyticsDataflowJobExecutions: 60,
  DailyAnalyticsUploadedFilesSizeMB: 51200,
  DailyApiRequests: 0,
  DailyAsyncApexExecutions: 250000,
  DailyAsyncApexTests: 540,
  DailyBulkApiBatches: MOST_BATCHES,
  DailyBulkV2QueryFileStorageMB: 976562,
  DailyBulkV2QueryJobs: MOST_QUERIES,
  DailyDeliveredPlatformEvents: 10000,
  DailyDurableGenericStreamingApiEvents: 10000,
  DailyDurableStreamingApiEvents: 10000,
  DailyEinsteinDataInsightsStoryCreation: 1000,
  DailyEinsteinDiscoveryOptimizationJobRuns: 25,
  DailyEinsteinDiscoveryPredictAPICalls: 50000,
  DailyEinsteinDiscoveryPredictionsByCDC: 500000,
  DailyEinsteinDiscoveryStoryCreation: 100,
  DailyFunctionsApiCallLimit: 50000,
  DailyGenericStreamingApiEvents: 10000,
  DailyScratchOrgs: 6,
  DailyStandardVolumePlatformEvents: 10000,
  DailyStreamingApiEvents: 10000,
  DailyWorkflowEmails: 405,
  DataStorageMB: 5,
  DurableStreamingApiConcurrentClients: 20,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1200,
  HourlyDashboardRefreshes: 200,
  HourlyDashboardResults: 5000,
  HourlyDashboardStatuses: 999999999,
  HourlyLongTermIdMapping: 100000,
  HourlyManagedContentPublicRequests: 50000,
  HourlyODataCallout: 1000,
  HourlyPublishedPlatformEvents: 50000,
  HourlyPublishedStandardVolumePlatformEvents: 1000,
  HourlyShortTermIdMapping: 100000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  MonthlyEinsteinDiscoveryStoryCreation: 500,
  Package2VersionCreates: 6,
  Package2VersionCreatesWithoutValidation: 500,
  PermissionSets: 1500,
  PrivateConnectOutboundCalloutHourlyLimitMB: 0,
  PublishCallbackUsageInApex: 5242880,
  SingleEmail: 15,
  StreamingApiConcurrentClients: 20,
} as const;

const CUSTOM_PERMISSION_SETS = 1000;

export const limits: Resource = {
  path: '/limits',
  async read(call) {
    const { org } = call.access;
    const { batches, queries } = await usedOfDay(call);
    const used: Readonly<Record<string, number>> = {
      DailyBulkApiBatches: batches,
      DailyBulkV2QueryJobs: queries,
    };
    return Object.fromEntries(
      Object.entries(CEILINGS).map(([name, max]) => {
        if (name === 'DailyApiRequests')
          return [name, limit(org.settings.dailyApiRequests, call.usage.of(org.id))];
        if (name !== 'PermissionSets') return [name, limit(max, used[name] ?? 0)];
        const custom = org.permissionSets.length;
        return [name, { ...limit(max, custom), CreateCustom: limit(CUSTOM_PERMISSION_SETS, custom) }];
      }),
    );
  },
};

function limit(max: number, used: number): { Max: number; Remaining: number } {
  return { Max: max, Remaining: Math.max(0, max - used) };
}
