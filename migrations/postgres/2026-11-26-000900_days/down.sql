DROP TABLE rollup_day_horizon;
DROP TABLE rollup_day;
