-- What a telephone number looks like is judged where files are taken in.
alter table enterprise drop constraint enterprise_duty_phone_check;
