// What a thousand pull requests cost on AWS, from list prices and what one pull request leads to. Prints the table of
// docs/operate.md. An estimate: change the assumptions to yours.

/** US dollars, list prices of us-east-1 without the free tier, as read in November 2026 on aws.amazon.com. */
const PRICES = {
  httpRequest: 1.0 / 1e6,
  invocation: 0.2 / 1e6,
  gigabyteSecondArm: 0.0000133334,
  fifoRequest: 0.5 / 1e6,
  logGigabyte: 0.5,
  alarmMonth: 0.1,
};

/** One pull request: pushed to four times, commented on, merged; its base moves ten times meanwhile. */
const PULL_REQUEST = { webhooks: 40, jobs: 16, seconds: 4, logKilobytes: 60 };
const RECEIVER = { gigabytes: 512 / 1024, seconds: 0.05 };
const WORKER = { gigabytes: 1769 / 1024 };
/** A message is sent, received and deleted. */
const QUEUE_REQUESTS = 3;
/** Lambda asks an idle queue with five pollers, each for 20 seconds. A sweep looks at a hundred repositories, two requests each. */
const MONTH = { seconds: 30 * 86_400, alarms: 6, sweeps: 30 * (144 + 4), sweepSeconds: 30 };

const { webhooks, jobs, seconds, logKilobytes } = PULL_REQUEST;
const perThousand = [
  ["HTTP API", 1000 * webhooks * PRICES.httpRequest],
  [
    "Receiver",
    1000 * webhooks * (PRICES.invocation + RECEIVER.gigabytes * RECEIVER.seconds * PRICES.gigabyteSecondArm),
  ],
  ["Worker", 1000 * jobs * (PRICES.invocation + WORKER.gigabytes * seconds * PRICES.gigabyteSecondArm)],
  ["Queue", 1000 * jobs * QUEUE_REQUESTS * PRICES.fifoRequest],
  ["Logs", ((1000 * logKilobytes) / 1024 ** 2) * PRICES.logGigabyte],
];
const monthly = [
  ["Polling of the queue", ((5 * MONTH.seconds) / 20) * PRICES.fifoRequest],
  [
    "Sweeper, a hundred repositories",
    MONTH.sweeps * (PRICES.invocation + 0.5 * MONTH.sweepSeconds * PRICES.gigabyteSecondArm),
  ],
  ["Alarms", MONTH.alarms * PRICES.alarmMonth],
];

print("1,000 pull requests", perThousand);
print("A month, idle", monthly);

function print(title, rows) {
  const total = rows.reduce((sum, [, dollars]) => sum + dollars, 0);
  console.log(`| ${title} | US$ |\n|---|---|`);
  for (const [name, dollars] of rows) console.log(`| ${name} | ${dollars.toFixed(2)} |`);
  console.log(`| **Together** | **${total.toFixed(2)}** |\n`);
}
