/** What a store keeps of log-ins on other devices. */
import type { Row } from './rows.ts';

/** A log-in that a device asked for and a user is to approve elsewhere. Its row names it: both of its codes are made from it. */
export interface DeviceCode {
  readonly consumerKey: string;
  readonly scopes: string;
  /** The device's address. */
  readonly ip: string;
  readonly createdAt: number;
}

export interface StoredDeviceCode extends DeviceCode {
  readonly row: Row;
  /** The last poll that did not come too early. */
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
  /** The scopes of the approval to record; undefined where an admin's makes one superfluous. */
  readonly scopes: string | undefined;
}

/** A device code is spent by {@link Tokens.exchangeDeviceCode}. */
export interface DeviceCodes {
  /** Appends unless so many of the app's, made after `since`, wait for their user: undefined then. */
  append(code: DeviceCode, most: number, since: number): Promise<Row | undefined>;
  find(row: Row): Promise<StoredDeviceCode | undefined>;
  /** Records a poll, unless the last one recorded is less than `interval` milliseconds ago: false then. */
  poll(row: Row, at: number, interval: number): Promise<boolean>;
  /** Allows a device and records the approval, which evicts like any other; false if it was allowed or denied before. */
  approve(row: Row, at: number, approval: DeviceApproval): Promise<boolean>;
  /** False if it was allowed or denied before. */
  deny(row: Row, at: number): Promise<boolean>;
}
