/** When an incident came back the last time: whoever was on it before is not waited for. */
export const reopenedAt = `ALTER TABLE incident ADD COLUMN reopened_at INTEGER`;
