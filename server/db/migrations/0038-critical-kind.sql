-- What a critical customer is (contract/customer-kind.ts), where the file tells it: these are helped first when gas is shut off.
alter table customer add column critical_kind text;
