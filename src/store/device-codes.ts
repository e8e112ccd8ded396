/** What a store keeps of log-ins on other devices. */
import type { Row } from './rows.ts';

/** A log-in that a device asked for and a user approves elsewhere. Device code and user code are both made from its row. */
export interface DeviceCode {
  readonly consumerKey: string;
  readonly scopes: string;
  /** The device's address. */
  readonly ip: string;
  readonly createdAt: number;
}

export interface StoredDeviceCode extends DeviceCode {
  readonly row: Row;
  /** When the device polled last, without the polls that came too early. */
  readonly lastPolledAt: number | undefined;
  /** When the user allowed or denied it. */
  readonly decidedAt: number | undefined;
  /** Who allowed it. */
  readonly approvedBy:
    | {
        readonly orgId: string;
        readonly userId: string;
        /** The origin the user approved on: the ID token's issuer. */
        readonly issuer: string;
        /** The approval that the click on Allow made. */
        readonly approval: Row | undefined;
      }
    | undefined;
  readonly spentAt: number | undefined;
}

/** A click on Allow for a device. */
export interface DeviceApproval {
  readonly orgId: string;
  readonly userId: string;
  readonly issuer: string;
  /** The scopes of the approval to record; undefined where an admin has approved the app. */
  readonly scopes: string | undefined;
}

/** A device code is spent by {@link Tokens.exchangeDeviceCode}. */
export interface DeviceCodes {
  /** Appends a log-in, or returns undefined when `most` log-ins of the app, made after `since`, still wait for their user. */
  append(code: DeviceCode, most: number, since: number): Promise<Row | undefined>;
  find(row: Row): Promise<StoredDeviceCode | undefined>;
  /** Records a poll, unless the last one recorded is less than `interval` milliseconds ago: false then. */
  poll(row: Row, at: number, interval: number): Promise<boolean>;
  /**
   * Allows a device and records the approval, which evicts as {@link Approvals.append} does; false if it was allowed or denied
   * before.
   */
  approve(row: Row, at: number, approval: DeviceApproval): Promise<boolean>;
  /** False if it was allowed or denied before. */
  deny(row: Row, at: number): Promise<boolean>;
}
