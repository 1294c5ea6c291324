CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries FOR EACH ROW
    WHEN (OLD.number IS NOT NULL OR NEW.number IS NULL) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_last BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personal_stays BEFORE UPDATE ON audit_personal FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personal_lasts BEFORE TRUNCATE ON audit_personal FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_nodes_stay BEFORE UPDATE OR DELETE ON audit_nodes FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_nodes_last BEFORE TRUNCATE ON audit_nodes FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_heads_stay BEFORE UPDATE OR DELETE ON audit_heads FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_heads_last BEFORE TRUNCATE ON audit_heads FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_tree_grows BEFORE UPDATE ON audit_tree FOR EACH ROW
    WHEN (NEW.size < OLD.size) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_tree_remains BEFORE DELETE ON audit_tree FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_tree_lasts BEFORE TRUNCATE ON audit_tree FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
